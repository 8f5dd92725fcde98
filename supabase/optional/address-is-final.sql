-- Optional, for a project that serves billing alone: run it once in the SQL editor, or copy it among the migrations.
-- An address never changes, and nobody has a password. Whoever must change the address of a Supabase user
-- deletes the user: the next mail makes a new one, and nothing is lost.
-- To undo: drop function private.keep_address() cascade;

-- Fires under Supabase Auth's own role, and touches nothing but the row at hand.
create function private.keep_address()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and (
    (coalesce(old.email, '') <> '' and new.email is distinct from old.email)
    -- The wish already, so that no mail goes to a stranger's mailbox. Read as JSON: a column of Supabase's that is
    -- gone one day must not keep everybody out.
    or coalesce(pg_catalog.to_jsonb(new) ->> 'email_change', '') <> ''
  ) then
    raise exception 'an address is final in this project'
      using hint = 'Delete the user instead: supabase/optional/address-is-final.sql.';
  end if;
  new.encrypted_password := null;
  return new;
end
$$;
comment on function private.keep_address() is 'Refuses to change an address, and empties passwords.';
revoke execute on function private.keep_address() from public, anon, authenticated, service_role;

-- What was begun before, and passwords that were set before.
update auth.users set email_change = '' where coalesce(email_change, '') <> '';
update auth.users set encrypted_password = null where encrypted_password is not null;

create trigger keep_address
  before insert or update on auth.users
  for each row
  execute function private.keep_address();
