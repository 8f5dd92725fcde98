-- A returning buyer is told what their order opens. Where a row is there already and says something else, the buyer's
-- read may be the newer one: it is read again under a ticket, the long way.

create function private.says_otherwise(read jsonb)
returns boolean
language sql
stable
security invoker
set search_path = ''
as $$
  select exists (
    select
    from (
      select given.*
      from pg_catalog.jsonb_to_recordset(read -> 'lines') as given (
        line text collate "C", price text, product text, quantity bigint, status text, starts_at timestamptz,
        ends_at timestamptz, access_until timestamptz, chain text
      )
    ) as given
    full join (
      select row.line, row.price, row.product, row.quantity, row.status, row.starts_at, row.ends_at, row.access_until,
        row.chain
      from private.purchases as row
      where row.source = read ->> 'source' collate "C" and row.status <> 'removed'
    ) as kept on kept.line = given.line
    where pg_catalog.to_jsonb(given) is distinct from pg_catalog.to_jsonb(kept)
  )
$$;
comment on function private.says_otherwise(jsonb) is 'Whether the rows of a source say something else than this read.';
revoke execute on function private.says_otherwise(jsonb) from public, anon, authenticated, service_role;

-- Made again, because it takes a ticket. Definer: nobody touches the tables themselves.
drop function public.record_return(boolean, jsonb);
create function public.record_return(mode boolean, given jsonb, ticket bigint default 0)
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
    is_behind := is_behind or (
      told ->> 'outcome' = 'overtaken'
      and (ticket = 0 or (told ->> 'read_ticket')::bigint < ticket)
      and private.says_otherwise(read)
    );
  end loop;
  return pg_catalog.jsonb_build_object(
    'is_behind', is_behind,
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
    'recorded_at', (
      select pg_catalog.min(kept.recorded_at)
      from private.purchases as kept
      join pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read)
        on kept.source = named.read ->> 'source' collate "C"
    )
  );
end
$$;
comment on function public.record_return(boolean, jsonb, bigint) is
  'Records what a returning buyer bought, and says what each line opens, since when it is recorded, and whether the rows hold something else that was read before: then read again under a ticket.';
revoke execute on function public.record_return(boolean, jsonb, bigint) from public, anon, authenticated, service_role;
grant execute on function public.record_return(boolean, jsonb, bigint) to service_role;
