-- As before, and it says for whose credits the order counts where it named an account: the payer may not know.
create or replace function public.record_return(mode boolean, given jsonb, ticket bigint default 0)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  read jsonb;
  told jsonb;
  is_behind boolean := false;
  wants_payments boolean := false;
  since timestamptz;
  secret text;
begin
  -- The sources before the customer, in one order, as everybody who writes a source: nobody waits in a ring.
  for read in
    select entry from pg_catalog.jsonb_array_elements(given -> 'purchases') as entry
    order by entry ->> 'source' collate "C"
  loop
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(read ->> 'source', 0));
  end loop;
  -- Ticket 0: where a row is there already, it holds what somebody read who came before.
  perform public.record_customers(given -> 'customers', ticket);
  perform public.record_catalogue(given -> 'products', given -> 'prices', ticket);
  for read in select entry from pg_catalog.jsonb_array_elements(given -> 'purchases') as entry loop
    told := public.record_purchase(mode, read, ticket);
    wants_payments := wants_payments or told ->> 'outcome' = 'payments_wanted';
    is_behind := is_behind or (
      told ->> 'outcome' = 'overtaken'
      and (ticket = 0 or (told ->> 'read_ticket')::bigint < ticket)
      and private.says_otherwise(read)
    );
  end loop;
  select pg_catalog.min(kept.recorded_at) into since
  from private.purchases as kept
  join pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read)
    on kept.source = named.read ->> 'source' collate "C";
  -- Not before it is recorded as it is now, with what was taken back.
  if given ? 'bearer' and not is_behind and not wants_payments
    and coalesce((given #>> '{bearer,since}')::timestamptz, since) > pg_catalog.now() - interval '1 hour' then
    secret := private.hand_out_token(
      mode, given #>> '{bearer,session}', given #>> '{bearer,reference}',
      array(select named.read ->> 'source' from pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read))
    );
  end if;
  return pg_catalog.jsonb_build_object(
    'token', secret,
    -- As much as the page with the prices shows of it.
    'counts_for', (
      select pg_catalog.right(pg_catalog.min(kept.account_id::text), 4)
      from private.purchases as kept
      join pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read)
        on kept.source = named.read ->> 'source' collate "C"
      where kept.is_referenced
    ),
    'is_behind', is_behind,
    'wants_payments', wants_payments,
    'credits', (
      select coalesce(
        pg_catalog.jsonb_agg(
          (select case when pg_catalog.bool_and(kept.granted is not null) then pg_catalog.sum(kept.granted - kept.revoked) end
            from private.purchases as kept
            join pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read)
              on kept.source = named.read ->> 'source' collate "C"
            where kept.price = line.price collate "C" and kept.source !~ '^sub_')
          order by line.place
        ),
        '[]'
      )
      from rows from (pg_catalog.jsonb_to_recordset(given -> 'lines') as (price text)) with ordinality as line (price, place)
    ),
    'access', (
      select coalesce(
        pg_catalog.jsonb_agg(
          (select pg_catalog.jsonb_agg(name order by name collate "C")
            from pg_catalog.unnest(private.access_names(mode, line.price, line.product)) as named (name))
          order by line.place
        ),
        '[]'
      )
      from rows from (
        pg_catalog.jsonb_to_recordset(given -> 'lines') as (price text, product text)
      ) with ordinality as line (price, product, place)
    ),
    'recorded_at', since
  );
end
$$;
