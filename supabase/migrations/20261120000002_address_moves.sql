-- An address that moves loses its proof. Supabase lets a signed-in person change his address, and the
-- session then bears a fresh `otp` for a mailbox that he may never have read.
create table private.address_moves (
  user_id uuid primary key references auth.users (id) on delete cascade,
  moved_at timestamptz not null
);
comment on table private.address_moves is
  'When the address of a Supabase user last changed: a sign-in not later than this plus ten minutes proves nothing.';

alter table private.address_moves enable row level security;
revoke all on private.address_moves from public, anon, authenticated, service_role;

-- Definer, because the update comes from Supabase Auth's own role, which owns nothing here.
create function private.stamp_address_move()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  insert into private.address_moves as moves (user_id, moved_at)
  values (new.id, pg_catalog.clock_timestamp())
  on conflict (user_id) do update set moved_at = excluded.moved_at;
  return null;
end
$$;
comment on function private.stamp_address_move() is 'Remembers when an address moved.';
revoke execute on function private.stamp_address_move() from public, anon, authenticated, service_role;

create trigger stamp_address_move
  after update on auth.users
  for each row
  when (old.email is distinct from new.email)
  execute function private.stamp_address_move();

-- Definer, because a visitor may ask only about himself and never read the table.
create function private.last_address_move()
returns timestamptz
language sql
stable
security definer
set search_path = ''
as $$
  select moves.moved_at
  from private.address_moves as moves
  -- The comparison is by uuid, for the key's index; a subject of another form is nobody's.
  where moves.user_id = (
    select case when given.sub ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then given.sub::uuid end
    from (select auth.jwt() ->> 'sub' as sub) as given
  )
$$;
comment on function private.last_address_move() is 'When the address of the asking person last moved, or null.';
revoke execute on function private.last_address_move() from public, anon, authenticated, service_role;
