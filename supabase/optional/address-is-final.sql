-- Optional, only for a project that does nothing else: run it once in the SQL editor, or copy it into the migrations.
-- With it, an address never changes, and nobody has a password. To change the address of a Supabase user,
-- delete the user: the next email creates a new one, and nothing is lost.
-- To undo: drop function private.keep_address() cascade;

-- Runs as Supabase Auth's own role, and touches only the row in question.
create function private.keep_address()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Only the move is refused, never the request: Supabase Auth sends its email before it writes, so refusing that stops
  -- no email, and takes away the minute that must pass before the next one.
  if tg_op = 'UPDATE' and coalesce(old.email, '') <> '' and new.email is distinct from old.email then
    raise exception 'an address is final in this project'
      using hint = 'Delete the user instead: supabase/optional/address-is-final.sql.';
  end if;
  new.encrypted_password := null;
  return new;
end
$$;
comment on function private.keep_address() is 'Refuses to change an address, and empties passwords.';
revoke execute on function private.keep_address() from public, anon, authenticated, service_role;

-- Passwords that were set before.
update auth.users set encrypted_password = null where encrypted_password is not null;

create trigger keep_address
  before insert or update on auth.users
  for each row
  execute function private.keep_address();
