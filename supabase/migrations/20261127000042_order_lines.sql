-- What an order needs to know of its prices, in one question: Stripe is asked only for its page. Definer, because it reads
-- the tables whole; the server's key calls it.
create function public.order_lines(mode boolean, prices text[])
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  with asked as (
    select distinct given.id from pg_catalog.unnest(prices) as given (id)
  ),
  offered as (
    select
      price.stripe_price_id as price, price.stripe_product_id as product, price.amount,
      price.currency, price.interval, price.interval_count, price.is_custom,
      -- Key by key the price's wins, also where it can't be read.
      case when 'trial_days' = any (price.unreadable) then null
        else coalesce(price.trial_days, product.trial_days) end as trial_days,
      -- As JSON: a table without one of these columns asks for nothing.
      coalesce(nullif(pg_catalog.to_jsonb(price) -> 'ships', 'null'), pg_catalog.to_jsonb(product) -> 'ships') as ships,
      coalesce(
        nullif(pg_catalog.to_jsonb(price) -> 'shipping', 'null'), pg_catalog.to_jsonb(product) -> 'shipping'
      ) as shipping,
      coalesce(
        nullif(pg_catalog.to_jsonb(price) -> 'phone', 'null'), nullif(pg_catalog.to_jsonb(product) -> 'phone', 'null'),
        'false'
      ) as phone
    from public.stripe_prices as price
    join public.stripe_products as product
      on product.livemode = price.livemode and product.stripe_product_id = price.stripe_product_id
    where price.livemode = mode
      and price.is_offered and price.active and not price.deleted
      and product.active and not product.deleted
      -- Where a parcel goes, and what sending it costs, is not guessed.
      and not price.unreadable && array['ships', 'shipping']
      and (not 'ships' = any (product.unreadable) or coalesce(pg_catalog.to_jsonb(price) -> 'ships', 'null') <> 'null')
      and (
        not 'shipping' = any (product.unreadable) or coalesce(pg_catalog.to_jsonb(price) -> 'shipping', 'null') <> 'null'
      )
  )
  select pg_catalog.jsonb_build_object(
    'lines', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(offered) - 'amount' order by offered.price), '[]')
      from offered
      where offered.price in (select asked.id from asked)
    ),
    'gone', (
      select coalesce(
        pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object('price', asked.id, 'instead', instead.price) order by asked.id
        ),
        '[]'
      )
      from asked
      left join public.stripe_prices as ended
        on ended.livemode = mode and ended.stripe_price_id = asked.id
      left join lateral (
        select offered.price
        from offered
        where offered.product = ended.stripe_product_id
          and offered.currency = ended.currency
          and offered.interval is not distinct from ended.interval
          and offered.interval_count is not distinct from ended.interval_count
        order by offered.amount, offered.price
        limit 1
      ) as instead on true
      where asked.id not in (select offered.price from offered)
    )
  )
$$;
comment on function public.order_lines(boolean, text[]) is
  'Those of the prices that are on offer in one mode, as an order needs them; and those that are not, each with the cheapest that is, of the same product, currency and rhythm.';
revoke execute on function public.order_lines(boolean, text[]) from public, anon, authenticated, service_role;
grant execute on function public.order_lines(boolean, text[]) to service_role;
