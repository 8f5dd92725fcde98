-- What was emailed to an address dies with it: no code, link or PKCE exchange from before a move opens anything after it.
-- A session can then come only of the move itself, or of an email that went to the new address, so the stamp needs to
-- outlast just the move: the rightful person is in after a minute instead of ten.

-- Invoker: the rows belong to Supabase Auth's own role, which makes every change of an address but the owner's by SQL.
create function private.end_codes_of_former_address()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- A code is compared with a column of the user, a link with a row (supabase/auth internal/api/verify.go). A session
  -- from the change's own flow says `email_change`, which proves nothing.
  delete from auth.one_time_tokens where user_id = new.id;
  delete from auth.flow_state where user_id = new.id and authentication_method <> 'email_change';
  -- Written as JSON: if Supabase renames a column one day, an address can still move.
  return pg_catalog.jsonb_populate_record(
    new,
    '{
      "confirmation_token": "", "recovery_token": "", "reauthentication_token": "",
      "email_change_token_new": "", "email_change_token_current": ""
    }'
  );
end
$$;
comment on function private.end_codes_of_former_address() is
  'Ends every code, link and PKCE flow of a user whose address moves.';
revoke execute on function private.end_codes_of_former_address() from public, anon, authenticated, service_role;

create trigger end_codes_of_former_address
  before update on auth.users
  for each row
  when (old.email is distinct from new.email)
  execute function private.end_codes_of_former_address();

comment on table private.address_moves is
  'When the address of a Supabase user last changed: a sign-in not later than this plus one minute proves nothing.';

-- Definer, because it asks private.last_address_move(), which no visitor may call.
create or replace function private.proven_address()
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
    or newest < pg_catalog.now() - interval '1 hour'
    or newest > pg_catalog.now() + interval '5 seconds'
    -- The change itself opens a session that says `otp`. Its token may be a moment older than the stamp, or younger.
    or newest <= private.last_address_move() + interval '1 minute'
  then
    return null;
  end if;

  return address;
end
$$;
comment on function private.proven_address() is
  'The folded address that the asking person''s token proves, or null: signed in by mail alone, within the hour, and not by way of an address change.';
