-- What somebody who proved their address may do with their account's tokens. Definer, as all that follow: nobody touches
-- the table itself.

create function private.describe_token(of_token private.api_tokens)
returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'id', of_token.id,
    'name', of_token.name,
    'lastFour', of_token.last_four,
    'spendLimit', of_token.spend_limit,
    'spent', of_token.spent,
    'expiresAt', pg_catalog.to_char(of_token.expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'lastUsedOn', of_token.last_used_on
  )
$$;
comment on function private.describe_token(private.api_tokens) is 'What its owner sees of a token: never the token itself.';
revoke execute on function private.describe_token(private.api_tokens) from public, anon, authenticated, service_role;

create function private.own_account(live boolean)
returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select kept.id from private.accounts as kept
  where kept.livemode = live and kept.address = private.proven_address()
$$;
comment on function private.own_account(boolean) is
  'The account of the address that the asking person proved within the hour, or null.';
revoke execute on function private.own_account(boolean) from public, anon, authenticated, service_role;

create function public.my_tokens(live boolean default true)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  mine uuid := private.own_account(live);
begin
  return pg_catalog.jsonb_build_object(
    'outcome', case when private.proven_address() is null then 'account_unknown' else 'found' end,
    'tokens', (
      select coalesce(pg_catalog.jsonb_agg(private.describe_token(kept) order by kept.made_at, kept.id), '[]')
      from private.api_tokens as kept
      where kept.account_id = mine and kept.ended_at is null
    )
  );
end
$$;
comment on function public.my_tokens(boolean) is
  'The tokens of the account whose address the asking person proved within the hour. account_unknown: nothing is proven.';
revoke execute on function public.my_tokens(boolean) from public, anon, authenticated, service_role;
grant execute on function public.my_tokens(boolean) to authenticated;

create function public.add_token(
  name text, spend_limit bigint default null, expires_at timestamptz default null, live boolean default true
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  proven text := private.proven_address();
  mine uuid;
  secret text;
  made private.api_tokens;
begin
  if proven is null then
    return pg_catalog.jsonb_build_object('outcome', 'account_unknown');
  end if;
  if coalesce(add_token.name, '') !~ '^[^[:cntrl:]]{1,100}$' or pg_catalog.btrim(add_token.name) = '' then
    raise exception 'give a name of 1 to 100 characters' using errcode = '22023';
  end if;
  if add_token.spend_limit not between 0 and 1000000000000 then
    raise exception 'give a spend limit from 0 to 1000000000000, or none' using errcode = '22023';
  end if;
  if add_token.expires_at <= pg_catalog.now() or add_token.expires_at = 'infinity' then
    raise exception 'give a time to come, or none' using errcode = '22023';
  end if;
  mine := private.account_for(live, proven);
  perform private.lock_accounts(array[mine]);
  -- Those that ended within the hour count: nobody fills the table by making and ending.
  delete from private.api_tokens as old
  where old.account_id = mine and old.ended_at < pg_catalog.now() - interval '1 hour';
  if (select pg_catalog.count(*) from private.api_tokens as kept where kept.account_id = mine) >= 2000 then
    return pg_catalog.jsonb_build_object('outcome', 'too_many_tokens');
  end if;
  secret := private.make_secret(live);
  insert into private.api_tokens as kept
    (hash, livemode, account_id, name, last_four, spend_limit, expires_at)
  values (
    private.hash_token(secret), live, mine, pg_catalog.btrim(add_token.name), pg_catalog.right(secret, 4),
    add_token.spend_limit, add_token.expires_at
  )
  returning kept.* into made;
  return private.describe_token(made) || pg_catalog.jsonb_build_object('outcome', 'added', 'token', secret);
end
$$;
comment on function public.add_token(text, bigint, timestamptz, boolean) is
  'A new token for the account whose address the asking person proved within the hour; said once. account_unknown: nothing is proven; too_many_tokens: two thousand are there, those counted that ended within the hour.';
revoke execute on function public.add_token(text, bigint, timestamptz, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.add_token(text, bigint, timestamptz, boolean) to authenticated;

-- The row stays: what it may spend, what it spent, and the charges that are still to be settled go on counting.
create function public.rotate_token(id uuid, live boolean default true)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  secret text := private.make_secret(live);
  made private.api_tokens;
begin
  update private.api_tokens as kept
  set hash = private.hash_token(secret), last_four = pg_catalog.right(secret, 4), last_used_on = null
  where kept.id = rotate_token.id and kept.account_id = private.own_account(live)
    and kept.ended_at is null and (kept.expires_at is null or kept.expires_at > pg_catalog.now())
  returning kept.* into made;
  if not found then
    return pg_catalog.jsonb_build_object('outcome', 'token_unknown');
  end if;
  return private.describe_token(made) || pg_catalog.jsonb_build_object('outcome', 'rotated', 'token', secret);
end
$$;
comment on function public.rotate_token(uuid, boolean) is
  'A new secret for a token of one''s own, in place of the one before, which opens nothing from then on. token_unknown: none of theirs that is good.';
revoke execute on function public.rotate_token(uuid, boolean) from public, anon, authenticated, service_role;
grant execute on function public.rotate_token(uuid, boolean) to authenticated;

create function public.end_token(id uuid, live boolean default true)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  update private.api_tokens as kept
  set ended_at = pg_catalog.now()
  where kept.id = end_token.id and kept.account_id = private.own_account(live) and kept.ended_at is null;
  return pg_catalog.jsonb_build_object('outcome', case when found then 'ended' else 'token_unknown' end);
end
$$;
comment on function public.end_token(uuid, boolean) is
  'Ends a token of one''s own: the next call with it is refused. token_unknown: none of theirs, or ended before.';
revoke execute on function public.end_token(uuid, boolean) from public, anon, authenticated, service_role;
grant execute on function public.end_token(uuid, boolean) to authenticated;

create function private.end_purchase_tokens(of_accounts uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  ended integer;
begin
  -- In one order, so that two who end the same wait for each other in one direction.
  update private.api_tokens as kept
  set ended_at = pg_catalog.now()
  where kept.id in (
    select own.id
    from private.api_tokens as own
    where own.session is not null and own.ended_at is null and own.expires_at > pg_catalog.now()
      and own.sources && array(
        select sold.source from private.purchases as sold where sold.account_id = any (of_accounts)
      )
    order by own.id
    for no key update
  );
  get diagnostics ended = row_count;
  return ended;
end
$$;
comment on function private.end_purchase_tokens(uuid[]) is
  'Ends the tokens of purchases that belong to these accounts: whoever has the address has no need of them, and nobody else a right.';
revoke execute on function private.end_purchase_tokens(uuid[]) from public, anon, authenticated, service_role;

create function public.end_tokens(address text, live boolean default true)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  theirs uuid := private.find_account(null, end_tokens.address, live);
  ended integer;
begin
  update private.api_tokens as kept
  set ended_at = pg_catalog.now()
  where kept.account_id = theirs and kept.ended_at is null;
  get diagnostics ended = row_count;
  ended := ended + private.end_purchase_tokens(array[theirs]);
  return pg_catalog.jsonb_build_object(
    'outcome', case when theirs is null then 'account_unknown' else 'ended' end, 'ended', ended
  );
end
$$;
comment on function public.end_tokens(text, boolean) is
  'For the owner of the site: ends every token of an address''s account and of its purchases, and says how many.';
revoke execute on function public.end_tokens(text, boolean) from public, anon, authenticated, service_role;
grant execute on function public.end_tokens(text, boolean) to service_role;

-- As before, and the proof ends the tokens of purchases that were paid under the address.
create or replace function public.my_account(live boolean default true)
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
  perform private.end_purchase_tokens(array[mine]);
  return private.describe_account(mine) || pg_catalog.jsonb_build_object('spent', (
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('day', spent.day, 'credits', spent.credits) order by spent.day), '[]')
    from (
      select (charge.charged_at at time zone 'utc')::date as day, pg_catalog.sum(charge.final) as credits
      from private.charges as charge
      where charge.account_id = mine and charge.final > 0 and charge.charged_at > pg_catalog.now() - interval '30 days'
      group by 1
    ) as spent
  ));
end
$$;
