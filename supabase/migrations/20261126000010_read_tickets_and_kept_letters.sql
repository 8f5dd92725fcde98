-- A row also keeps the ticket of the read that it took. A handler that is refused looks there: a read that began after
-- its own first ticket is as new as what it was rung for, and nothing is left to do.
alter table public.stripe_customers add column read_ticket bigint not null default 0;
comment on column public.stripe_customers.read_ticket is
  'The ticket of the read that the row holds; 0: of a deletion, or from before this column.';
grant select (read_ticket) on public.stripe_customers to service_role;
grant insert (read_ticket) on public.stripe_customers to service_role;
grant update (read_ticket) on public.stripe_customers to service_role;

-- Made again, because it answers a third column.
drop function public.record_customers(jsonb, bigint);
create function public.record_customers(reads jsonb, ticket bigint)
returns table (stripe_customer_id text, outcome text, read_ticket bigint)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
#variable_conflict use_column
declare
  taken text[];
begin
  with wanted as (
    -- One row an id (a deletion wins), in the order of the ids: two writers never wait for each other in a ring.
    select distinct on (entry.stripe_customer_id)
      entry.stripe_customer_id,
      case when entry.deleted then null else entry.email end as email,
      entry.livemode,
      coalesce(entry.deleted, false) as deleted
    from pg_catalog.jsonb_to_recordset(reads)
      as entry (stripe_customer_id text collate "C", email text, livemode boolean, deleted boolean)
    order by entry.stripe_customer_id, coalesce(entry.deleted, false) desc
  ),
  written as (
    insert into public.stripe_customers as kept
      (stripe_customer_id, email, livemode, deleted, last_ticket, read_ticket)
    select
      wanted.stripe_customer_id, wanted.email, wanted.livemode, wanted.deleted,
      pg_catalog.nextval('private.read_tickets'), ticket
    from wanted
    order by wanted.stripe_customer_id
    on conflict on constraint stripe_customers_pkey do update
      set email = excluded.email,
        livemode = excluded.livemode,
        deleted = excluded.deleted,
        -- Drawn anew: this line runs when the row's lock is held.
        last_ticket = pg_catalog.nextval('private.read_tickets'),
        read_ticket = excluded.read_ticket
      where excluded.deleted or (not kept.deleted and ticket > kept.last_ticket)
    returning kept.stripe_customer_id
  )
  select coalesce(pg_catalog.array_agg(written.stripe_customer_id), '{}') into taken from written;

  -- A statement of its own: the one above does not see the very write that refused it.
  return query
  select
    told.stripe_customer_id,
    case
      when told.is_taken then 'recorded'
      when standing.deleted then 'deleted'
      else 'overtaken'
    end,
    case when told.is_taken then ticket else standing.read_ticket end
  from (
    select distinct entry.stripe_customer_id, entry.stripe_customer_id = any (taken) as is_taken
    from pg_catalog.jsonb_to_recordset(reads) as entry (stripe_customer_id text collate "C")
  ) as told
  -- One by one, by the limit: few rows are refused, and a join of all may read the table from end to end.
  left join lateral (
    select refused.deleted, refused.read_ticket
    from public.stripe_customers as refused
    where not told.is_taken and refused.stripe_customer_id = told.stripe_customer_id
    limit 1
  ) as standing on true;
end
$$;
comment on function public.record_customers(jsonb, bigint) is
  'Writes what Stripe said of some customers, where the ticket is later than the row. Says per id: recorded, overtaken (read again with a new ticket, unless the row''s own read began after the first one) or deleted (final); and the ticket of the read that the row holds.';
revoke execute on function public.record_customers(jsonb, bigint) from public, anon, authenticated, service_role;
grant execute on function public.record_customers(jsonb, bigint) to service_role;

-- What a webhook rang for and could not be read in time. The clock reads it.
create table private.kept_letters (
  livemode boolean not null,
  subject text not null,
  object_id text collate "C" not null,
  object_created_at timestamptz,
  ticket bigint not null,
  kept_at timestamptz not null default pg_catalog.now(),
  primary key (livemode, subject, object_id)
);
comment on table private.kept_letters is
  'What webhooks rang for and could not be read in time, each object once; the clock reads it and takes it out.';
comment on column private.kept_letters.object_created_at is
  'When the event says that the object was created: where in Stripe''s lists it is. Never recorded.';
comment on column private.kept_letters.ticket is
  'The latest of the first tickets of those who were rung: a read with this ticket or a later one is new enough.';
comment on column private.kept_letters.kept_at is 'Since when it waits.';

alter table private.kept_letters enable row level security;
revoke all on private.kept_letters from public, anon, authenticated, service_role;

-- Definer, as the three below: nobody touches the table itself.
create function public.keep_letters(mode boolean, of_subject text, letters jsonb, first_ticket bigint)
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  insert into private.kept_letters as kept (livemode, subject, object_id, object_created_at, ticket)
  select mode, of_subject, given.object_id, pg_catalog.max(given.object_created_at), first_ticket
  from pg_catalog.jsonb_to_recordset(letters)
    as given (object_id text collate "C", object_created_at timestamptz)
  group by given.object_id
  -- Two who keep the same letters never wait for each other in a ring.
  order by given.object_id
  on conflict (livemode, subject, object_id) do update
    set ticket = greatest(kept.ticket, excluded.ticket),
      object_created_at = coalesce(kept.object_created_at, excluded.object_created_at)
$$;
comment on function public.keep_letters(boolean, text, jsonb, bigint) is
  'Keeps what was rung for until it is read under this ticket or a later one.';
revoke execute on function public.keep_letters(boolean, text, jsonb, bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.keep_letters(boolean, text, jsonb, bigint) to service_role;

create function public.list_kept_letters(mode boolean, of_subject text, most integer)
returns table (object_id text, object_created_at timestamptz)
language sql
stable
security definer
set search_path = ''
as $$
  select kept.object_id, kept.object_created_at
  from private.kept_letters as kept
  where kept.livemode = mode and kept.subject = of_subject
  order by kept.ticket, kept.object_id
  limit most
$$;
comment on function public.list_kept_letters(boolean, text, integer) is
  'What is kept of one subject, whatever has waited longest first.';
revoke execute on function public.list_kept_letters(boolean, text, integer)
  from public, anon, authenticated, service_role;
grant execute on function public.list_kept_letters(boolean, text, integer) to service_role;

create function public.drop_kept_letters(mode boolean, of_subject text, object_ids text[], read_ticket bigint)
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  -- One that was rung for again since then stays.
  delete from private.kept_letters as kept
  where kept.livemode = mode and kept.subject = of_subject
    and kept.object_id = any (object_ids) and kept.ticket <= read_ticket
$$;
comment on function public.drop_kept_letters(boolean, text, text[], bigint) is
  'Takes out what was read under this ticket.';
revoke execute on function public.drop_kept_letters(boolean, text, text[], bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.drop_kept_letters(boolean, text, text[], bigint) to service_role;

create function public.count_kept_letters(mode boolean)
returns table (letters bigint, kept_since timestamptz)
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.count(*), pg_catalog.min(kept.kept_at)
  from private.kept_letters as kept
  where kept.livemode = mode
$$;
comment on function public.count_kept_letters(boolean) is
  'How many letters of one mode wait for the clock, and since when the oldest does.';
revoke execute on function public.count_kept_letters(boolean) from public, anon, authenticated, service_role;
grant execute on function public.count_kept_letters(boolean) to service_role;
