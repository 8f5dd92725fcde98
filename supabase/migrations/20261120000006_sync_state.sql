-- Where the synchronisation stands, one row a mode. The server key alone reads and writes it.
create table public.sync_state (
  livemode boolean primary key,
  pass_ticket bigint,
  pass_until timestamptz,
  sweep_after text,
  passed_at timestamptz,
  event_id text,
  event_created_at timestamptz,
  replay_after text,
  is_pass_first boolean not null default false,
  updated_at timestamptz not null default pg_catalog.now()
);
comment on table public.sync_state is 'Where the synchronisation with Stripe stands, one row a mode.';
comment on column public.sync_state.pass_ticket is 'Drawn when the running full pass began: a row with a lower ticket was not met yet. Null: no pass is running.';
comment on column public.sync_state.pass_until is 'The running pass goes on with customers created then or before; null: with the newest.';
comment on column public.sync_state.sweep_after is 'Set when the pass has listed everything: the sweep goes on with the rows after this id.';
comment on column public.sync_state.passed_at is 'When a full pass last ended; null: the table was never filled.';
comment on column public.sync_state.event_id is 'The newest event when the last replay began: the next one begins a little before it.';
comment on column public.sync_state.event_created_at is 'When that event was created, by Stripe''s clock.';
comment on column public.sync_state.replay_after is 'Set while a replay is under way: everything up to this event has been read again.';
comment on column public.sync_state.is_pass_first is 'A pass that takes several runs goes before the replay in every other one: in the next.';

alter table public.sync_state enable row level security;
revoke all on public.sync_state from public, anon, authenticated, service_role;
grant select (livemode, pass_ticket, pass_until, sweep_after, passed_at, event_id, event_created_at, replay_after, is_pass_first, updated_at)
  on public.sync_state to service_role;
grant insert (livemode, pass_ticket, pass_until, sweep_after, passed_at, event_id, event_created_at, replay_after, is_pass_first, updated_at)
  on public.sync_state to service_role;
grant update (pass_ticket, pass_until, sweep_after, passed_at, event_id, event_created_at, replay_after, is_pass_first, updated_at)
  on public.sync_state to service_role;

create function public.save_sync_state(mode boolean, state jsonb)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  insert into public.sync_state as kept
    (livemode, pass_ticket, pass_until, sweep_after, passed_at, event_id, event_created_at, replay_after,
      is_pass_first)
  select mode, given.pass_ticket, given.pass_until, given.sweep_after, given.passed_at, given.event_id, given.event_created_at,
    given.replay_after, coalesce(given.is_pass_first, false)
  from pg_catalog.jsonb_to_record(state) as given (
    pass_ticket bigint, pass_until timestamptz, sweep_after text, passed_at timestamptz,
    event_id text, event_created_at timestamptz, replay_after text, is_pass_first boolean
  )
  on conflict (livemode) do update
    set pass_ticket = excluded.pass_ticket,
      pass_until = excluded.pass_until,
      sweep_after = excluded.sweep_after,
      passed_at = excluded.passed_at,
      event_id = excluded.event_id,
      event_created_at = excluded.event_created_at,
      replay_after = excluded.replay_after,
      is_pass_first = excluded.is_pass_first,
      updated_at = pg_catalog.now()
$$;
comment on function public.save_sync_state(boolean, jsonb) is 'Replaces what is known of one mode.';
revoke execute on function public.save_sync_state(boolean, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.save_sync_state(boolean, jsonb) to service_role;

create function public.count_customers(mode boolean)
returns table (customers bigint, addresses bigint, shared_addresses bigint, unreachable bigint)
language sql
stable
security invoker
set search_path = ''
as $$
  -- Supabase signs in ASCII addresses alone: nobody can prove any other.
  with groups as (
    select kept.address, pg_catalog.count(*) as members,
      coalesce(kept.address ~ '^[\x21-\x7e]+@[\x21-\x7e]+$', false) as is_reachable
    from public.stripe_customers as kept
    where kept.livemode = mode and not kept.deleted
    group by kept.address
  )
  select
    coalesce(pg_catalog.sum(groups.members), 0)::bigint,
    pg_catalog.count(*) filter (where groups.is_reachable),
    pg_catalog.count(*) filter (where groups.is_reachable and groups.members > 1),
    coalesce(pg_catalog.sum(groups.members) filter (where not groups.is_reachable), 0)::bigint
  from groups
$$;
comment on function public.count_customers(boolean) is
  'Live customers of one mode; addresses; addresses with more than one customer; customers that nobody can reach.';
revoke execute on function public.count_customers(boolean) from public, anon, authenticated, service_role;
grant execute on function public.count_customers(boolean) to service_role;
