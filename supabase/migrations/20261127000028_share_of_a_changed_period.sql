-- After a change of plan, the rest of a period is billed by the length of that period. Counted from its own first day, a
-- month may be as short as 28 days: five days of 31 must not count as five of 28.
-- `sold` is a line as the recorder is told of it. Of its `cost`, `paid` came in as fresh money for the whole sale; `worth`:
-- the line alone, before tax. Without a cost it grants nothing, as an item of a subscription, which its invoices pay.
create or replace function private.promise_of(
  mode boolean, sold jsonb, out credits bigint, out lot_until timestamptz
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  keys record;
  line record;
  whole numeric;
  elapsed numeric;
begin
  credits := 0;
  select * into line from pg_catalog.jsonb_to_record(sold) as given (
    price text, product text, quantity bigint, starts_at timestamptz, ends_at timestamptz, paid bigint, cost bigint,
    worth bigint, currency text, is_prorated boolean
  );
  if line.cost is null then
    return;
  end if;
  select * into keys from private.credit_keys(mode, line.price, line.product);
  if not keys.is_known or keys.credits_per_100 is not null and keys.currency is distinct from line.currency then
    credits := null;
    return;
  end if;
  -- Its period's share of the price's own, in calendar months, and never more than one.
  if keys.span is not null and line.ends_at is not null then
    whole := extract(epoch from ((line.starts_at at time zone 'utc') + keys.span) at time zone 'utc' - line.starts_at);
    if line.is_prorated then
      -- Of a rest, also by the period that it ends.
      whole := greatest(
        whole, extract(epoch from line.ends_at - ((line.ends_at at time zone 'utc') - keys.span) at time zone 'utc')
      );
    end if;
    elapsed := greatest(0, least(whole, extract(epoch from line.ends_at - line.starts_at)));
  end if;
  credits := pg_catalog.div(
    coalesce(keys.credits, 0)::numeric * line.quantity * coalesce(elapsed, 1) * least(line.paid, line.cost),
    coalesce(whole, 1) * line.cost
  ) + pg_catalog.div(
    coalesce(keys.credits_per_100, 0)::numeric * greatest(0, line.worth) * least(line.paid, line.cost),
    100::numeric * line.cost
  );
  lot_until := case
    when keys.credits_last ~ '^\d+d$'
      then line.starts_at + pg_catalog.make_interval(days => pg_catalog.rtrim(keys.credits_last, 'd')::integer)
    when keys.credits_last = 'forever' or line.ends_at is null then 'infinity'
    else line.ends_at + interval '7 days'
  end;
end
$$;
