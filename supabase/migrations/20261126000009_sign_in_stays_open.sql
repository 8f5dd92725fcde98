-- Whoever asks first for an email to an address writes its row at Supabase Auth: metadata of any size, which every later
-- access token carries, and an audience under which Auth itself doesn't find the row again
-- (supabase/auth internal/api/otp.go, helpers.go). Both would lock the customer out, so both are set right as they are
-- written. Never refused: Auth sends its email before it writes, and a row that was spoiled before must heal by itself.

create function private.trimmed_metadata(metadata jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case
    when pg_catalog.jsonb_typeof(metadata) <> 'object' or pg_catalog.octet_length(metadata::text) <= 2048
    then metadata
    else (
      select coalesce(pg_catalog.jsonb_object_agg(entry.key, entry.value), '{}')
      from pg_catalog.jsonb_each(metadata) as entry
      -- What Auth itself writes there. An address has 255 characters at most.
      where entry.key in ('sub', 'email', 'email_verified', 'phone_verified')
        and pg_catalog.octet_length(entry.value::text) <= 320
    )
  end
$$;
comment on function private.trimmed_metadata(jsonb) is
  'What people write about themselves, up to 2 kB; of anything longer only what Supabase Auth wrote.';
revoke execute on function private.trimmed_metadata(jsonb) from public, anon, authenticated, service_role;

-- Definer, because Supabase Auth's own role may call nothing here.
create function private.keep_sign_in_open()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  given jsonb := pg_catalog.to_jsonb(new);
  kept jsonb := private.trimmed_metadata(given -> 'raw_user_meta_data');
  patch jsonb := '{}';
begin
  if given ->> 'aud' is distinct from 'authenticated' then
    patch := patch || '{ "aud": "authenticated" }';
  end if;
  if kept is distinct from given -> 'raw_user_meta_data' then
    patch := patch || pg_catalog.jsonb_build_object('raw_user_meta_data', kept);
  end if;
  -- Written as JSON: if Supabase renames a column one day, sign-ins must still work.
  return case when patch = '{}' then new else pg_catalog.jsonb_populate_record(new, patch) end;
end
$$;
comment on function private.keep_sign_in_open() is
  'Keeps every user under the one audience, and their metadata small enough for an access token.';
revoke execute on function private.keep_sign_in_open() from public, anon, authenticated, service_role;

create trigger keep_sign_in_open
  before insert or update on auth.users
  for each row
  execute function private.keep_sign_in_open();

-- Auth keeps a second copy of the metadata with the identity. Definer, as above.
create function private.keep_identity_small()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  new.identity_data := private.trimmed_metadata(new.identity_data);
  return new;
end
$$;
comment on function private.keep_identity_small() is 'Keeps what an email identity says of itself small.';
revoke execute on function private.keep_identity_small() from public, anon, authenticated, service_role;

-- Other providers' identities say what those providers say.
create trigger keep_identity_small
  before insert or update on auth.identities
  for each row
  when (new.provider = 'email')
  execute function private.keep_identity_small();

-- Rows that were spoiled before: writing them mends them.
update auth.users set aud = 'authenticated'
where aud is distinct from 'authenticated'
  or pg_catalog.octet_length(raw_user_meta_data::text) > 2048;
update auth.identities set identity_data = identity_data
where provider = 'email' and pg_catalog.octet_length(identity_data::text) > 2048;
