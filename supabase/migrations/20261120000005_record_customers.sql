-- Take a ticket before you read; a row takes only a read that began after the row was last written.
-- docs/how-it-works.md says why a row then can't go backwards.
create sequence private.read_tickets as bigint cache 1 no cycle;
comment on sequence private.read_tickets is 'One line for reads and writes: a later number began later.';
revoke all on sequence private.read_tickets from public, anon, authenticated, service_role;
grant usage on sequence private.read_tickets to service_role;

create function public.take_read_ticket()
returns bigint
language sql
volatile
security invoker
set search_path = ''
as $$
  select pg_catalog.nextval('private.read_tickets')
$$;
comment on function public.take_read_ticket() is 'A number to draw before asking Stripe, and to hand to record_customers with the answer.';
revoke execute on function public.take_read_ticket() from public, anon, authenticated, service_role;
grant execute on function public.take_read_ticket() to service_role;

create function public.record_customers(reads jsonb, ticket bigint)
returns table (stripe_customer_id text, outcome text)
language sql
volatile
security invoker
set search_path = ''
as $$
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
    insert into public.stripe_customers as kept (stripe_customer_id, email, livemode, deleted, last_ticket)
    select
      wanted.stripe_customer_id, wanted.email, wanted.livemode, wanted.deleted,
      pg_catalog.nextval('private.read_tickets')
    from wanted
    order by wanted.stripe_customer_id
    on conflict on constraint stripe_customers_pkey do update
      set email = excluded.email,
        livemode = excluded.livemode,
        deleted = excluded.deleted,
        -- Drawn anew: this line runs when the row's lock is held.
        last_ticket = pg_catalog.nextval('private.read_tickets')
      where excluded.deleted or (not kept.deleted and ticket > kept.last_ticket)
    returning kept.stripe_customer_id
  )
  select
    wanted.stripe_customer_id,
    case
      when written.stripe_customer_id is not null then 'recorded'
      -- Not joined: few rows are refused, and a join of all may read the table from end to end.
      when (
        select standing.deleted
        from public.stripe_customers as standing
        where standing.stripe_customer_id = wanted.stripe_customer_id
      ) then 'deleted'
      else 'overtaken'
    end
  from wanted
  left join written on written.stripe_customer_id = wanted.stripe_customer_id
$$;
comment on function public.record_customers(jsonb, bigint) is
  'Writes what Stripe said of some customers, where the ticket is later than the row. Says per id: recorded, overtaken (read again with a new ticket) or deleted (final).';
revoke execute on function public.record_customers(jsonb, bigint) from public, anon, authenticated, service_role;
grant execute on function public.record_customers(jsonb, bigint) to service_role;
