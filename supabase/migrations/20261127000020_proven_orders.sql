-- Orders that somebody placed through the door who had proven their address: what the next one may be placed as.
create table private.proven_orders (
  session text collate "C" primary key,
  account_id uuid not null references private.accounts (id) on delete cascade,
  placed_at timestamptz not null default pg_catalog.clock_timestamp()
);
comment on table private.proven_orders is
  'Checkout Sessions that an account began through our own door with its address proven: no stranger can add one. The newest few of each account.';

-- All of an account, newest first.
create index proven_orders_account_id_idx on private.proven_orders (account_id, placed_at desc);

alter table private.proven_orders enable row level security;
revoke all on private.proven_orders from public, anon, authenticated, service_role;

-- Definer, as the next: nobody touches the table itself.
create function public.list_proven_orders(of_account uuid)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(
    pg_catalog.jsonb_agg(kept.session order by kept.placed_at desc, kept.session), '[]'
  )
  from private.proven_orders as kept
  where kept.account_id = of_account
$$;
comment on function public.list_proven_orders(uuid) is 'The sessions that the account began with proof, newest first.';
revoke execute on function public.list_proven_orders(uuid) from public, anon, authenticated, service_role;
grant execute on function public.list_proven_orders(uuid) to service_role;

create function public.note_proven_order(of_account uuid, of_session text, completed text, over text[])
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  insert into private.proven_orders (session, account_id) values (of_session, of_account)
  on conflict (session) do nothing;
  -- However often somebody presses without paying, the one that was paid stays.
  delete from private.proven_orders as old
  where old.account_id = of_account and old.session <> of_session
    and (
      old.session = any (over)
      or old.session in (
        select kept.session from private.proven_orders as kept
        where kept.account_id = of_account and kept.session is distinct from completed
        order by kept.placed_at desc, kept.session
        offset 5
      )
    )
$$;
comment on function public.note_proven_order(uuid, text, text, text[]) is
  'Keeps a session that was begun with proof. Forgets those that are over, and all but the newest five besides the one that was completed last.';
revoke execute on function public.note_proven_order(uuid, text, text, text[])
  from public, anon, authenticated, service_role;
grant execute on function public.note_proven_order(uuid, text, text, text[]) to service_role;
