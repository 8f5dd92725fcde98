-- Coming back from Stripe's page: one call records what was bought, with its customer and its prices, and names what it
-- opens. And whoever tries ids gets few answers.

create function public.record_return(mode boolean, given jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  read jsonb;
begin
  -- Ticket 0: where a row is there already, it holds what somebody read who came before.
  perform public.record_customers(given -> 'customers', 0);
  perform public.record_catalogue(given -> 'products', given -> 'prices', 0);
  for read in select entry from pg_catalog.jsonb_array_elements(given -> 'purchases') as entry loop
    perform public.record_purchase(mode, read, 0);
  end loop;
  return pg_catalog.jsonb_build_object(
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
comment on function public.record_return(boolean, jsonb) is
  'Records what a returning buyer bought, and says what each line opens and since when it is recorded.';
revoke execute on function public.record_return(boolean, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.record_return(boolean, jsonb) to service_role;

create table private.session_misses (
  network text collate "C" primary key,
  minute_began_at timestamptz not null,
  misses integer not null
);
comment on table private.session_misses is 'How often a network asked for sessions that are not there, in the running minute.';

-- Clearing what is over.
create index session_misses_minute_began_at_idx on private.session_misses (minute_began_at);

alter table private.session_misses enable row level security;
revoke all on private.session_misses from public, anon, authenticated, service_role;

create function public.count_session_miss(of_network text)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  counted private.session_misses;
begin
  delete from private.session_misses as old where old.minute_began_at < pg_catalog.now() - interval '10 minutes';
  insert into private.session_misses as kept (network, minute_began_at, misses)
  values (of_network, pg_catalog.now(), 1)
  on conflict (network) do update
    set misses = case
        when kept.minute_began_at > pg_catalog.now() - interval '1 minute' then kept.misses + 1
        else 1
      end,
      minute_began_at = case
        when kept.minute_began_at > pg_catalog.now() - interval '1 minute' then kept.minute_began_at
        else pg_catalog.now()
      end
  returning kept.* into counted;
  return case
    when counted.misses < 60 then 0
    else greatest(
      1, pg_catalog.ceil(extract(epoch from counted.minute_began_at + interval '1 minute' - pg_catalog.now()))::integer
    )
  end;
end
$$;
comment on function public.count_session_miss(text) is
  'Counts one id that was not there. 0: go on. Otherwise: seconds for which this network is answered nothing more.';
revoke execute on function public.count_session_miss(text) from public, anon, authenticated, service_role;
grant execute on function public.count_session_miss(text) to service_role;
