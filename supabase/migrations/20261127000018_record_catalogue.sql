create function private.record_products(reads jsonb, ticket bigint)
returns table (id text, outcome text, read_ticket bigint)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
#variable_conflict use_column
declare
  taken text[];
begin
  with given as (
    select read, place
    from pg_catalog.jsonb_array_elements(reads) with ordinality as element (read, place)
  ),
  wanted as (
    -- One row an id (the last one given), in the order of the ids: two writers never wait for each other in a ring.
    select distinct on (entry.livemode, entry.stripe_product_id) entry.*
    from given, pg_catalog.jsonb_populate_record(null::public.stripe_products, given.read) as entry
    order by entry.livemode, entry.stripe_product_id, given.place desc
  ),
  written as (
    insert into public.stripe_products as kept (
      livemode, stripe_product_id, active, deleted, name, description, image, features, access, credits,
      credits_per_100, credits_last, trial_days, unreadable, last_ticket, read_ticket, updated_at
    )
    select
      wanted.livemode, wanted.stripe_product_id, wanted.active and not wanted.deleted, wanted.deleted, wanted.name,
      wanted.description, wanted.image, coalesce(wanted.features, '{}'), wanted.access, wanted.credits,
      wanted.credits_per_100, wanted.credits_last, wanted.trial_days, coalesce(wanted.unreadable, '{}'),
      pg_catalog.nextval('private.read_tickets'), ticket, pg_catalog.now()
    from wanted
    order by wanted.livemode, wanted.stripe_product_id
    on conflict (livemode, stripe_product_id) do update
      set (
        name, description, image, features, access, credits, credits_per_100, credits_last, trial_days, unreadable
        ) = (
          select
            its.name, its.description, its.image, its.features, its.access, its.credits, its.credits_per_100,
            its.credits_last, its.trial_days, its.unreadable
          -- What is deleted keeps what is known of it.
          from (select (case when excluded.deleted then kept else excluded end).*) as its
        ),
        active = excluded.active,
        deleted = excluded.deleted,
        -- Drawn again: this line runs when the row's lock is held.
        last_ticket = pg_catalog.nextval('private.read_tickets'),
        read_ticket = excluded.read_ticket,
        updated_at = excluded.updated_at
      where ticket > kept.last_ticket
    returning kept.livemode, kept.stripe_product_id
  )
  select coalesce(pg_catalog.array_agg(written.stripe_product_id), '{}') into taken from written;

  -- A statement of its own: the one above does not see the very write that refused it.
  return query
  select distinct
    held.stripe_product_id,
    case when held.stripe_product_id = any (taken) then 'recorded' else 'overtaken' end,
    held.read_ticket
  from pg_catalog.jsonb_to_recordset(reads) as told (livemode boolean, stripe_product_id text collate "C")
  join public.stripe_products as held
    on held.livemode = told.livemode and held.stripe_product_id = told.stripe_product_id;
end
$$;
comment on function private.record_products(jsonb, bigint) is
  'Writes what Stripe said of some products, where the ticket is later than the row. Says per id: recorded, or overtaken (read again with a new ticket, unless the row''s own read began after the first one); and the ticket of the read that the row holds.';
revoke execute on function private.record_products(jsonb, bigint) from public, anon, authenticated, service_role;

create function private.record_prices(reads jsonb, ticket bigint)
returns table (id text, outcome text, read_ticket bigint)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
#variable_conflict use_column
declare
  taken text[];
begin
  with given as (
    select read, place
    from pg_catalog.jsonb_array_elements(reads) with ordinality as element (read, place)
  ),
  wanted as (
    -- One row an id (the last one given), in the order of the ids: two writers never wait for each other in a ring.
    select distinct on (entry.livemode, entry.stripe_price_id) entry.*
    from given, pg_catalog.jsonb_populate_record(null::public.stripe_prices, given.read) as entry
    order by entry.livemode, entry.stripe_price_id, given.place desc
  ),
  written as (
    insert into public.stripe_prices as kept (
      livemode, stripe_price_id, active, deleted, stripe_product_id, is_offered, amount, currency, interval,
      interval_count, is_custom, custom_minimum, custom_maximum, custom_preset, has_tiers, has_transform_quantity,
      has_currency_options, access, credits, credits_per_100, credits_last, trial_days, unreadable, last_ticket,
      read_ticket, updated_at
    )
    select
      wanted.livemode, wanted.stripe_price_id, wanted.active and not wanted.deleted, wanted.deleted,
      wanted.stripe_product_id, coalesce(wanted.is_offered, false), wanted.amount, wanted.currency, wanted.interval,
      wanted.interval_count, coalesce(wanted.is_custom, false), wanted.custom_minimum, wanted.custom_maximum,
      wanted.custom_preset, coalesce(wanted.has_tiers, false), coalesce(wanted.has_transform_quantity, false),
      coalesce(wanted.has_currency_options, false), wanted.access, wanted.credits, wanted.credits_per_100,
      wanted.credits_last, wanted.trial_days, coalesce(wanted.unreadable, '{}'),
      pg_catalog.nextval('private.read_tickets'), ticket, pg_catalog.now()
    from wanted
    order by wanted.livemode, wanted.stripe_price_id
    on conflict (livemode, stripe_price_id) do update
      set (
        stripe_product_id, is_offered, amount, currency, interval, interval_count, is_custom, custom_minimum,
        custom_maximum, custom_preset, has_tiers, has_transform_quantity, has_currency_options, access, credits,
        credits_per_100, credits_last, trial_days, unreadable
        ) = (
          select
            its.stripe_product_id, its.is_offered, its.amount, its.currency, its.interval, its.interval_count,
            its.is_custom, its.custom_minimum, its.custom_maximum, its.custom_preset, its.has_tiers,
            its.has_transform_quantity, its.has_currency_options, its.access, its.credits, its.credits_per_100,
            its.credits_last, its.trial_days, its.unreadable
          -- What is deleted keeps what is known of it.
          from (select (case when excluded.deleted then kept else excluded end).*) as its
        ),
        active = excluded.active,
        deleted = excluded.deleted,
        -- Drawn again: this line runs when the row's lock is held.
        last_ticket = pg_catalog.nextval('private.read_tickets'),
        read_ticket = excluded.read_ticket,
        updated_at = excluded.updated_at
      where ticket > kept.last_ticket
    returning kept.livemode, kept.stripe_price_id
  )
  select coalesce(pg_catalog.array_agg(written.stripe_price_id), '{}') into taken from written;

  -- A statement of its own: the one above does not see the very write that refused it.
  return query
  select distinct
    held.stripe_price_id,
    case when held.stripe_price_id = any (taken) then 'recorded' else 'overtaken' end,
    held.read_ticket
  from pg_catalog.jsonb_to_recordset(reads) as told (livemode boolean, stripe_price_id text collate "C")
  join public.stripe_prices as held
    on held.livemode = told.livemode and held.stripe_price_id = told.stripe_price_id;
end
$$;
comment on function private.record_prices(jsonb, bigint) is
  'Writes what Stripe said of some prices, where the ticket is later than the row. Says per id: recorded, or overtaken (read again with a new ticket, unless the row''s own read began after the first one); and the ticket of the read that the row holds.';
revoke execute on function private.record_prices(jsonb, bigint) from public, anon, authenticated, service_role;

-- Definer, because not even the server key writes these tables past the tickets.
create function public.record_catalogue(products jsonb, prices jsonb, ticket bigint)
returns table (kind text, id text, outcome text, read_ticket bigint)
language sql
volatile
security definer
set search_path = ''
as $$
  select 'product', product.* from private.record_products(products, ticket) as product
  union all
  select 'price', price.* from private.record_prices(prices, ticket) as price
$$;
comment on function public.record_catalogue(jsonb, jsonb, bigint) is
  'Writes what Stripe said of products and prices, by the columns of their tables; one that is deleted needs its id and mode only. Answers as private.record_products does.';
revoke execute on function public.record_catalogue(jsonb, jsonb, bigint) from public, anon, authenticated, service_role;
grant execute on function public.record_catalogue(jsonb, jsonb, bigint) to service_role;

-- One object, so that no limit of the Data API cuts it off. Definer, because it asks private.access_names.
create function public.list_offers(mode boolean)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  with offers as (
    select
      price.stripe_price_id as price, product.stripe_product_id as product,
      product.name, product.description, product.image, product.features,
      price.amount, price.currency, price.interval, price.interval_count,
      case when price.is_custom then pg_catalog.jsonb_build_object(
        'minimum', price.custom_minimum, 'maximum', price.custom_maximum, 'preset', price.custom_preset
      ) end as custom,
      -- Key by key the price's wins, also where it can't be read.
      case when 'trial_days' = any (price.unreadable) then null
        else coalesce(price.trial_days, product.trial_days) end as trial_days,
      case when 'credits' = any (price.unreadable) then null
        else coalesce(price.credits, product.credits) end as credits,
      case when 'credits_per_100' = any (price.unreadable) then null
        else coalesce(price.credits_per_100, product.credits_per_100) end as credits_per_100,
      private.access_names(mode, price.stripe_price_id, product.stripe_product_id) as access,
      pg_catalog.min(price.amount) over (partition by product.stripe_product_id) as lowest
    from public.stripe_prices as price
    join public.stripe_products as product
      on product.livemode = price.livemode and product.stripe_product_id = price.stripe_product_id
    where price.livemode = mode
      and price.is_offered and price.active and not price.deleted
      and product.active and not product.deleted
  )
  select pg_catalog.jsonb_build_object(
    'offers', (
      select coalesce(
        pg_catalog.jsonb_agg(
          pg_catalog.to_jsonb(offers) - 'lowest'
          -- The cheapest product first, and its cheapest price.
          order by offers.lowest, offers.name collate "C", offers.product, offers.amount, offers.price
        ),
        '[]'
      )
      from offers
    ),
    'updated_at', (
      select pg_catalog.max(written.updated_at)
      from (
        select updated_at from public.stripe_products where livemode = mode
        union all
        select updated_at from public.stripe_prices where livemode = mode
      ) as written
    )
  )
$$;
comment on function public.list_offers(boolean) is
  'What is on offer in one mode, by product and then amount; and when anything of that mode was last read from Stripe.';
revoke execute on function public.list_offers(boolean) from public, anon, authenticated, service_role;
grant execute on function public.list_offers(boolean) to service_role;
