-- "May this person?": one answer about one account, at once, and also while Stripe doesn't answer.

-- Definer, as all that follow: nobody touches the tables themselves.
create function private.describe_account(of_account uuid)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'outcome', 'found',
    'account', owner.id,
    'address', owner.address,
    'balance', 0,
    'access', (
      select coalesce(pg_catalog.jsonb_agg(opened.name order by opened.name), '[]')
      from (
        select distinct named.name collate "C" as name
        from private.purchases as kept
        cross join lateral pg_catalog.unnest(private.access_names(owner.livemode, kept.price, kept.product)) as named (name)
        where kept.account_id = owner.id and kept.access_until > pg_catalog.now()
      ) as opened
    ),
    'lots', '[]'::jsonb
  )
  from private.accounts as owner
  where owner.id = of_account
$$;
comment on function private.describe_account(uuid) is 'What an account has at this moment; null: there is no such account.';
revoke execute on function private.describe_account(uuid) from public, anon, authenticated, service_role;

create function private.nothing_known(outcome text)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'outcome', outcome, 'account', null, 'balance', 0, 'access', '[]'::jsonb, 'lots', '[]'::jsonb
  )
$$;
comment on function private.nothing_known(text) is 'What is answered of a name that nobody has.';
revoke execute on function private.nothing_known(text) from public, anon, authenticated, service_role;

create function public.account_of(
  token text default null, account text default null, address text default null, live boolean default true
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  found_id uuid;
begin
  if pg_catalog.num_nonnulls(account_of.token, account_of.account, account_of.address) <> 1 then
    raise exception 'give exactly one of token, account and address' using errcode = '22023';
  end if;
  if account_of.token is not null then
    return private.nothing_known('token_unknown');
  end if;
  select kept.id into found_id
  from private.accounts as kept
  where kept.livemode = live and (
    kept.address = pg_catalog.lower(pg_catalog.btrim(account_of.address) collate "C")
    -- Compared as a uuid, for the index; another form is nobody's.
    or kept.id = case
      when account_of.account ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then account_of.account::uuid
    end
  );
  return coalesce(private.describe_account(found_id), private.nothing_known('account_unknown'));
end
$$;
comment on function public.account_of(text, text, text, boolean) is
  'For the site''s own back end: what the account has that a token, an id or a proven address names, in one mode.';
revoke execute on function public.account_of(text, text, text, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.account_of(text, text, text, boolean) to service_role;

-- The proof with an age of its own. Tokens and billing keep the hour.
create function private.address_proven_within(max_age interval)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  claims jsonb := auth.jwt();
  address text := pg_catalog.lower(pg_catalog.btrim(claims ->> 'email') collate "C");
  factor jsonb;
  method text;
  stamp jsonb;
  proven_at timestamptz;
  newest timestamptz;
begin
  if claims is null
    or claims ->> 'iss' is null or claims ->> 'iss' not like '%/auth/v1'
    or claims ->> 'role' is distinct from 'authenticated'
    -- Supabase writes a list of one, too: the first token after a start, where a hook makes the claims.
    or not coalesce(claims -> 'aud' in ('"authenticated"', '["authenticated"]'), false)
    or coalesce(claims ->> 'is_anonymous', 'false') <> 'false'
    or claims ->> 'client_id' is not null
    or coalesce(claims ->> 'phone', '') <> ''
    or pg_catalog.jsonb_typeof(claims -> 'email') is distinct from 'string'
    or address !~ '^[\x21-\x7e]+@[\x21-\x7e]+$'
    or pg_catalog.jsonb_typeof(claims -> 'amr') is distinct from 'array'
    -- Without its person nobody can tell whether the address moved.
    or coalesce(claims ->> 'sub', '') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  then
    return null;
  end if;

  for factor in select entry from pg_catalog.jsonb_array_elements(claims -> 'amr') as entry loop
    if pg_catalog.jsonb_typeof(factor) <> 'object' then
      return null;
    end if;
    method := factor ->> 'method';
    if method in ('otp', 'magiclink', 'email/signup') then
      stamp := factor -> 'timestamp';
      if pg_catalog.jsonb_typeof(stamp) is distinct from 'number' then
        return null;
      end if;
      proven_at := pg_catalog.to_timestamp((stamp #>> '{}')::double precision);
      newest := greatest(newest, proven_at);
    elsif method is null or method not in ('totp', 'mfa/phone', 'mfa/webauthn') then
      return null;
    end if;
  end loop;

  if newest is null
    or newest < pg_catalog.now() - max_age
    or newest > pg_catalog.now() + interval '5 seconds'
    -- The change itself opens a session that says `otp`. Its token may be a moment older than the stamp, or younger.
    or newest <= private.last_address_move() + interval '1 minute'
  then
    return null;
  end if;

  return address;
end
$$;
comment on function private.address_proven_within(interval) is
  'The folded address that the asking person''s token proves, if it was proven within this time, or null: signed in by email only, and not by way of an address change.';
revoke execute on function private.address_proven_within(interval) from public, anon, authenticated, service_role;

-- The same as before, in the words of the one above.
create or replace function private.proven_address()
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select private.address_proven_within(interval '1 hour')
$$;

create function public.my_account(live boolean default true)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  proven text := private.proven_address();
  mine uuid;
begin
  if proven is null then
    return private.nothing_known('account_unknown') || '{ "spent": [] }';
  end if;
  -- A statement of its own: one doesn't see the account that it makes.
  mine := private.account_for(live, proven);
  return private.describe_account(mine) || '{ "spent": [] }';
end
$$;
comment on function public.my_account(boolean) is
  'What the account of the address has that the asking person proved within the hour; it is made if it isn''t there. account_unknown: nothing is proven.';
revoke execute on function public.my_account(boolean) from public, anon, authenticated, service_role;
grant execute on function public.my_account(boolean) to authenticated;

create function public.my_account_id(live boolean default true, max_age_seconds integer default 3600)
returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select kept.id
  from private.accounts as kept
  where kept.livemode = live
    -- Thirty days at most, and never less than nothing.
    and kept.address = private.address_proven_within(
      pg_catalog.make_interval(secs => greatest(0, least(max_age_seconds, 2592000)))
    )
$$;
comment on function public.my_account_id(boolean, integer) is
  'For policies on your own tables: the account of the address that the asking person proved within so many seconds, or null.';
revoke execute on function public.my_account_id(boolean, integer) from public, anon, authenticated, service_role;
grant execute on function public.my_account_id(boolean, integer) to authenticated;
