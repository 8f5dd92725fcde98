-- The same rules as server/rules/proof-of-address.ts, said again where the rows are: a bare caller of the
-- Data API learns no more than the page would show him. The age is a fixed hour here; the gateway's own
-- bound (SIGN_IN_MAX_AGE_SECONDS) is the stricter one.

-- Definer, because it asks private.last_address_move(), which no visitor may call by himself.
create function private.proven_address()
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
    or claims ->> 'aud' is distinct from 'authenticated'
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
    -- Ten minutes: a PKCE code that the old mailbox drew lives five, and its session is as young as the exchange.
    or newest <= private.last_address_move() + interval '10 minutes'
  then
    return null;
  end if;

  return address;
end
$$;
comment on function private.proven_address() is
  'The folded address that the asking person''s token proves, or null: signed in by mail alone, within the hour, and not by way of an address change.';
revoke execute on function private.proven_address() from public, anon, authenticated, service_role;
grant execute on function private.proven_address() to authenticated;
