-- When Stripe made the customer. A person's rows are asked for from both ends of it: whatever a stranger plants under the
-- address, the customers from before and after that are among the first.
alter table public.stripe_customers add column created_at timestamptz not null default 'epoch';
comment on column public.stripe_customers.created_at is
  'When Stripe made the customer; 1970 where no read has told yet, which the next daily pass does.';
grant select (created_at) on public.stripe_customers to authenticated, service_role;
grant insert (created_at) on public.stripe_customers to service_role;
grant update (created_at) on public.stripe_customers to service_role;

create function private.customer_made_at(unix_seconds bigint)
returns timestamptz
language sql
immutable
security invoker
set search_path = ''
as $$
  select pg_catalog.to_timestamp(coalesce(unix_seconds, 0))
$$;
comment on function private.customer_made_at(bigint) is
  'When Stripe made a customer, as it says so; 1970 where a read does not tell.';
revoke execute on function private.customer_made_at(bigint) from public, anon, authenticated, service_role;
grant execute on function private.customer_made_at(bigint) to service_role;

-- The same as before, and it writes that column.
create or replace function public.record_customers(reads jsonb, ticket bigint)
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
      coalesce(entry.deleted, false) as deleted,
      private.customer_made_at(entry.created) as created_at
    from pg_catalog.jsonb_to_recordset(reads)
      as entry (stripe_customer_id text collate "C", email text, livemode boolean, deleted boolean, created bigint)
    order by entry.stripe_customer_id, coalesce(entry.deleted, false) desc
  ),
  written as (
    insert into public.stripe_customers as kept
      (stripe_customer_id, email, livemode, deleted, last_ticket, read_ticket, created_at)
    select
      wanted.stripe_customer_id, wanted.email, wanted.livemode, wanted.deleted,
      pg_catalog.nextval('private.read_tickets'), ticket, wanted.created_at
    from wanted
    order by wanted.stripe_customer_id
    on conflict on constraint stripe_customers_pkey do update
      set email = excluded.email,
        livemode = excluded.livemode,
        deleted = excluded.deleted,
        -- Drawn anew: this line runs when the row's lock is held.
        last_ticket = pg_catalog.nextval('private.read_tickets'),
        read_ticket = excluded.read_ticket,
        -- It never changes; a deletion doesn't tell it.
        created_at = greatest(kept.created_at, excluded.created_at)
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
