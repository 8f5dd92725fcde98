-- What a full pass did not meet. Looks at so many rows a call and no more: in a large table nearly all were met, and a
-- search among them for the next twenty would outlive any time-out.
create function public.list_unmet_customers(mode boolean, before_ticket bigint, after_id text, most integer)
returns table (stripe_customer_ids text[], reached text)
language sql
stable
security invoker
set search_path = ''
as $$
  with looked_at as (
    select kept.stripe_customer_id, kept.livemode, kept.deleted, kept.last_ticket
    from public.stripe_customers as kept
    where kept.stripe_customer_id > after_id collate "C"
    order by kept.stripe_customer_id
    limit 50000
  ),
  unmet as (
    select looked_at.stripe_customer_id
    from looked_at
    where looked_at.livemode = mode and not looked_at.deleted and looked_at.last_ticket < before_ticket
    order by looked_at.stripe_customer_id
    limit most
  )
  select
    coalesce(pg_catalog.array_agg(unmet.stripe_customer_id order by unmet.stripe_customer_id), '{}'),
    case
      when pg_catalog.count(*) < most then (select pg_catalog.max(looked_at.stripe_customer_id) from looked_at)
      else pg_catalog.max(unmet.stripe_customer_id)
    end
  from unmet
$$;
comment on function public.list_unmet_customers(boolean, bigint, text, integer) is
  'Live customers of one mode behind an id that were last written before the ticket was drawn, and the id up to which was looked; null: there are no more rows.';
revoke execute on function public.list_unmet_customers(boolean, bigint, text, integer)
  from public, anon, authenticated, service_role;
grant execute on function public.list_unmet_customers(boolean, bigint, text, integer) to service_role;
