-- Where the synchronisation stands, one row a mode. The server key alone reads and writes it.
create table public.sync_state (
  livemode boolean primary key,
  backfill_before timestamptz,
  backfilled_at timestamptz,
  updated_at timestamptz not null default pg_catalog.now()
);
comment on table public.sync_state is 'Where the synchronisation with Stripe stands, one row a mode.';
comment on column public.sync_state.backfill_before is 'Customers created at or after this moment are in the table; the backfill goes on below it.';
comment on column public.sync_state.backfilled_at is 'When the backfill reached the oldest customer; null until then.';

alter table public.sync_state enable row level security;
revoke all on public.sync_state from public, anon, authenticated, service_role;
grant select (livemode, backfill_before, backfilled_at, updated_at) on public.sync_state to service_role;
grant insert (livemode, backfill_before, backfilled_at, updated_at) on public.sync_state to service_role;
grant update (backfill_before, backfilled_at, updated_at) on public.sync_state to service_role;

create function public.save_sync_state(mode boolean, state jsonb)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  insert into public.sync_state as kept (livemode, backfill_before, backfilled_at)
  values (mode, (state ->> 'backfill_before')::timestamptz, (state ->> 'backfilled_at')::timestamptz)
  on conflict (livemode) do update
    set backfill_before = excluded.backfill_before,
      backfilled_at = excluded.backfilled_at,
      updated_at = pg_catalog.now()
$$;
comment on function public.save_sync_state(boolean, jsonb) is 'Replaces what is known of one mode.';
revoke execute on function public.save_sync_state(boolean, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.save_sync_state(boolean, jsonb) to service_role;
