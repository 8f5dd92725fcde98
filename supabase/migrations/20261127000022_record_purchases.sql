-- A pass that writes one sale a call waits for a hundred answers of the database for each of Stripe's.

-- Definer: nobody touches the tables themselves.
create function public.record_purchases(mode boolean, reads jsonb, ticket bigint)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
-- Sources and customers are waited for shorter than a deadlock takes to be found: this one steps back.
set lock_timeout = '500ms'
as $$
declare
  read jsonb;
  told jsonb := '[]';
begin
  -- The sources before their customers, each in one order, as everybody who writes several.
  for read in
    select entry from pg_catalog.jsonb_array_elements(reads) as entry
    order by entry ->> 'source' collate "C"
  loop
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(read ->> 'source', 0));
  end loop;
  perform from public.stripe_customers as kept
  where kept.livemode = mode
    and kept.stripe_customer_id in (
      select entry ->> 'customer' collate "C" from pg_catalog.jsonb_array_elements(reads) as entry
    )
  order by kept.stripe_customer_id
  for share;
  for read in
    select entry from pg_catalog.jsonb_array_elements(reads) with ordinality as given (entry, place)
    order by given.place
  loop
    told := told || public.record_purchase(mode, read, ticket);
  end loop;
  return told;
end
$$;
comment on function public.record_purchases(boolean, jsonb, bigint) is
  'Does what record_purchase does for each of many, all or none, and says the same of each, in their order. Gives up sooner than others wait.';
revoke execute on function public.record_purchases(boolean, jsonb, bigint) from public, anon, authenticated, service_role;
grant execute on function public.record_purchases(boolean, jsonb, bigint) to service_role;
