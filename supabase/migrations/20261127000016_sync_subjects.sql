-- One row for each mode and subject: what was sold is listed after the customers, and keeps a place of its own.
alter table public.sync_state add column subject text not null default 'customers';
alter table public.sync_state drop constraint sync_state_pkey;
alter table public.sync_state add primary key (livemode, subject);
alter table public.sync_state add column pass_stage text;
alter table public.sync_state add column pass_after text;
alter table public.sync_state add column pass_began_at timestamptz;
comment on column public.sync_state.subject is 'What is kept in step: customers, whose row also has the replay''s place, or purchases.';
comment on column public.sync_state.pass_stage is 'Which of Stripe''s lists the running pass of this subject is in.';
comment on column public.sync_state.pass_after is 'The last id of that list which was recorded.';
comment on column public.sync_state.pass_began_at is 'When the running pass of this subject began.';

grant select (subject, pass_stage, pass_after, pass_began_at) on public.sync_state to service_role;
grant insert (subject, pass_stage, pass_after, pass_began_at) on public.sync_state to service_role;
grant update (pass_stage, pass_after, pass_began_at) on public.sync_state to service_role;

create function public.save_pass_place(mode boolean, of_subject text, place jsonb)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  insert into public.sync_state as kept (livemode, subject, passed_at, pass_stage, pass_after, pass_began_at)
  select mode, of_subject, given.passed_at, given.pass_stage, given.pass_after, given.pass_began_at
  from pg_catalog.jsonb_to_record(place) as given (
    passed_at timestamptz, pass_stage text, pass_after text, pass_began_at timestamptz
  )
  on conflict (livemode, subject) do update
    set passed_at = excluded.passed_at,
      pass_stage = excluded.pass_stage,
      pass_after = excluded.pass_after,
      pass_began_at = excluded.pass_began_at,
      updated_at = pg_catalog.now()
$$;
comment on function public.save_pass_place(boolean, text, jsonb) is 'Remembers how far the pass of one subject has come.';
revoke execute on function public.save_pass_place(boolean, text, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.save_pass_place(boolean, text, jsonb) to service_role;

-- The same as before, and it names whose row it writes.
create or replace function public.save_sync_state(mode boolean, state jsonb)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  insert into public.sync_state as kept
    (livemode, subject, pass_ticket, pass_until, sweep_after, passed_at, event_id, event_created_at, replay_after,
      is_pass_first)
  select mode, 'customers', given.pass_ticket, given.pass_until, given.sweep_after, given.passed_at, given.event_id,
    given.event_created_at, given.replay_after, coalesce(given.is_pass_first, false)
  from pg_catalog.jsonb_to_record(state) as given (
    pass_ticket bigint, pass_until timestamptz, sweep_after text, passed_at timestamptz,
    event_id text, event_created_at timestamptz, replay_after text, is_pass_first boolean
  )
  on conflict (livemode, subject) do update
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
