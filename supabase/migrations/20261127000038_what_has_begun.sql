-- A charge that waited for a gift began before that gift did: what has begun is judged by the time that it is, not by the
-- time at which the transaction started. Otherwise the charge would go into debt beside credits that are there.
create or replace function private.balance_of(of_account uuid)
returns bigint
language sql
volatile
security invoker
set search_path = ''
as $$
  select (
    coalesce((
      select pg_catalog.sum(lot.granted - lot.revoked - lot.spent)
      from private.purchases as lot
      where lot.account_id = of_account and lot.is_open
        and lot.starts_at <= pg_catalog.clock_timestamp() and lot.lot_until > pg_catalog.now()
    ), 0) - coalesce((
      select pg_catalog.sum(charge.owed)
      from private.charges as charge
      where coalesce(charge.owed_by, charge.account_id) = of_account and charge.owed > 0
    ), 0)
  )::bigint
$$;

create or replace function private.plan_charge(of_account uuid, cost bigint, out available bigint, out parts bigint[])
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  select
    coalesce(pg_catalog.sum(lot.remaining), 0)::bigint,
    coalesce(
      pg_catalog.array_agg(array[lot.id, least(lot.remaining, cost - lot.before)] order by lot.lot_until, lot.id)
        filter (where lot.before < cost),
      '{}'
    )
  into available, parts
  from (
    select open.id, open.lot_until, open.remaining,
      (pg_catalog.sum(open.remaining) over (order by open.lot_until, open.id) - open.remaining)::bigint as before
    from (
      select kept.id, kept.lot_until, kept.granted - kept.revoked - kept.spent as remaining
      from private.purchases as kept
      where kept.account_id = of_account and kept.is_open
        and kept.starts_at <= pg_catalog.clock_timestamp() and kept.lot_until > pg_catalog.now()
    ) as open
  ) as lot;
end
$$;
