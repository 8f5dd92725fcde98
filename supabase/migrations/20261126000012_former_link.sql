-- A newer email takes the place of the one before, and anyone may cause one for any address, once a minute: asked for at
-- the wrong moment, it ends the link that its reader is about to press. Supabase Auth keeps two tokens that sign a user
-- in, `confirmation_token` and `recovery_token`, and takes either where the page says `email`. So the one that is replaced
-- moves to the other place: a link lives for a minute at least, whoever asks for the next ones, and the newest two work.

-- Invoker: the rows belong to Supabase Auth's own role, which alone writes these columns.
create function private.keep_former_link()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- Read and written as JSON: if Supabase removes a column one day, sign-ins must still work.
  former jsonb := pg_catalog.to_jsonb(old);
  given jsonb := pg_catalog.to_jsonb(new);
  patch jsonb := '{}';
  place text;
  other text;
  token text;
begin
  foreach place in array array['recovery', 'confirmation'] loop
    other := case place when 'recovery' then 'confirmation' else 'recovery' end;
    token := former ->> (place || '_token');
    continue when coalesce(token, '') in ('', given ->> (place || '_token'));
    if coalesce(given ->> (place || '_token'), '') = '' then
      -- One that is used ends both, and another email may be asked for at once.
      patch := patch || pg_catalog.jsonb_build_object(
        other || '_token', '', place || '_sent_at', null, other || '_sent_at', null
      );
    -- The two newest stay. A token without a time is worth nothing.
    elsif former ->> (place || '_sent_at') is not null and (
      coalesce(given ->> (other || '_token'), '') = ''
      or given ->> (other || '_sent_at') is null
      or (former ->> (place || '_sent_at'))::timestamptz > (given ->> (other || '_sent_at'))::timestamptz
    ) then
      patch := patch || pg_catalog.jsonb_build_object(
        other || '_token', token, other || '_sent_at', former -> (place || '_sent_at')
      );
      delete from auth.one_time_tokens where user_id = new.id and token_type::text = other || '_token';
      update auth.one_time_tokens set token_type = (other || '_token')::auth.one_time_token_type
      where user_id = new.id and token_hash = token;
    end if;
  end loop;
  return case when patch = '{}' then new else pg_catalog.jsonb_populate_record(new, patch) end;
end
$$;
comment on function private.keep_former_link() is
  'Keeps the link that a newer email replaces, until another one replaces it or one of the two is used.';
revoke execute on function private.keep_former_link() from public, anon, authenticated, service_role;

-- Names no token column: a trigger that does keeps Supabase from removing it.
create trigger keep_former_link
  before update on auth.users
  for each row
  when (old.email is not distinct from new.email)
  execute function private.keep_former_link();
