-- What the store needs of a product and a price: its pictures, and the keys that say what is sent, licensed and downloaded.
-- Each key is on both: the price's wins. What is sold out is not on offer, and shown all the same.
alter table public.stripe_products
  add column images text[] not null default '{}',
  add column ships text[],
  add column shipping text[],
  add column phone boolean,
  add column license text,
  add column devices integer,
  add column download text;
alter table public.stripe_prices
  add column is_sold_out boolean not null default false,
  add column is_metered boolean not null default false,
  add column tax_behavior text,
  add column ships text[],
  add column shipping text[],
  add column phone boolean,
  add column license text,
  add column devices integer,
  add column download text,
  add check (not (is_offered and is_sold_out));

comment on column public.stripe_products.images is 'Addresses of the pictures, https only, in the owner''s order.';
comment on column public.stripe_products.ships is 'Countries to which a parcel goes; null: nothing is sent.';
comment on column public.stripe_products.shipping is 'Stripe''s shipping rates, in the owner''s order; null: sent for free.';
comment on column public.stripe_products.phone is 'Stripe asks for the phone number.';
comment on column public.stripe_products.license is 'yes or forever: a signed license; no: none, whatever the product says.';
comment on column public.stripe_products.devices is 'How many devices may hold the license, per unit of quantity; null: any number.';
comment on column public.stripe_products.download is 'A folder, which ends in a slash, or a file of the bucket of downloads.';
comment on column public.stripe_prices.is_sold_out is 'The price''s own metadata says offer=sold-out: it is shown, and can''t be bought.';
comment on column public.stripe_prices.is_metered is 'Billed by use.';
comment on column public.stripe_prices.tax_behavior is 'inclusive, exclusive or unspecified; null: not read since the column is there.';
comment on column public.stripe_prices.ships is 'As in stripe_products, before the product''s.';
comment on column public.stripe_prices.shipping is 'As in stripe_products, before the product''s.';
comment on column public.stripe_prices.phone is 'As in stripe_products, before the product''s.';
comment on column public.stripe_prices.license is 'As in stripe_products, before the product''s.';
comment on column public.stripe_prices.devices is 'As in stripe_products, before the product''s.';
comment on column public.stripe_prices.download is 'As in stripe_products, before the product''s.';

-- What sending costs the shop, and where its files are, is the owner's business.
grant select (images, ships, phone, license, devices) on public.stripe_products to anon, authenticated;
grant select (is_sold_out, is_metered, tax_behavior, ships, phone, license, devices)
  on public.stripe_prices to anon, authenticated;
grant select (images, ships, shipping, phone, license, devices, download) on public.stripe_products to service_role;
grant select (is_sold_out, is_metered, tax_behavior, ships, shipping, phone, license, devices, download)
  on public.stripe_prices to service_role;

create or replace function private.record_products(reads jsonb, ticket bigint)
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
      livemode, stripe_product_id, active, deleted, name, description, image, images, features, access, credits,
      credits_per_100, credits_last, trial_days, ships, shipping, phone, license, devices, download, unreadable,
      last_ticket, read_ticket, updated_at
    )
    select
      wanted.livemode, wanted.stripe_product_id, wanted.active and not wanted.deleted, wanted.deleted, wanted.name,
      wanted.description, wanted.image, coalesce(wanted.images, '{}'), coalesce(wanted.features, '{}'), wanted.access,
      wanted.credits, wanted.credits_per_100, wanted.credits_last, wanted.trial_days, wanted.ships, wanted.shipping,
      wanted.phone, wanted.license, wanted.devices, wanted.download, coalesce(wanted.unreadable, '{}'),
      pg_catalog.nextval('private.read_tickets'), ticket, pg_catalog.now()
    from wanted
    order by wanted.livemode, wanted.stripe_product_id
    on conflict (livemode, stripe_product_id) do update
      set (
        name, description, image, images, features, access, credits, credits_per_100, credits_last, trial_days,
        ships, shipping, phone, license, devices, download, unreadable
        ) = (
          select
            its.name, its.description, its.image, its.images, its.features, its.access, its.credits,
            its.credits_per_100, its.credits_last, its.trial_days, its.ships, its.shipping, its.phone, its.license,
            its.devices, its.download, its.unreadable
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

create or replace function private.record_prices(reads jsonb, ticket bigint)
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
      has_currency_options, is_sold_out, is_metered, tax_behavior, access, credits, credits_per_100, credits_last,
      trial_days, ships, shipping, phone, license, devices, download, unreadable, last_ticket, read_ticket, updated_at
    )
    select
      wanted.livemode, wanted.stripe_price_id, wanted.active and not wanted.deleted, wanted.deleted,
      wanted.stripe_product_id, coalesce(wanted.is_offered, false), wanted.amount, wanted.currency, wanted.interval,
      wanted.interval_count, coalesce(wanted.is_custom, false), wanted.custom_minimum, wanted.custom_maximum,
      wanted.custom_preset, coalesce(wanted.has_tiers, false), coalesce(wanted.has_transform_quantity, false),
      coalesce(wanted.has_currency_options, false), coalesce(wanted.is_sold_out, false),
      coalesce(wanted.is_metered, false), wanted.tax_behavior, wanted.access, wanted.credits, wanted.credits_per_100,
      wanted.credits_last, wanted.trial_days, wanted.ships, wanted.shipping, wanted.phone, wanted.license,
      wanted.devices, wanted.download, coalesce(wanted.unreadable, '{}'),
      pg_catalog.nextval('private.read_tickets'), ticket, pg_catalog.now()
    from wanted
    order by wanted.livemode, wanted.stripe_price_id
    on conflict (livemode, stripe_price_id) do update
      set (
        stripe_product_id, is_offered, amount, currency, interval, interval_count, is_custom, custom_minimum,
        custom_maximum, custom_preset, has_tiers, has_transform_quantity, has_currency_options, is_sold_out, is_metered,
        tax_behavior, access, credits, credits_per_100, credits_last, trial_days, ships, shipping, phone, license,
        devices, download, unreadable
        ) = (
          select
            its.stripe_product_id, its.is_offered, its.amount, its.currency, its.interval, its.interval_count,
            its.is_custom, its.custom_minimum, its.custom_maximum, its.custom_preset, its.has_tiers,
            its.has_transform_quantity, its.has_currency_options, its.is_sold_out, its.is_metered, its.tax_behavior,
            its.access, its.credits, its.credits_per_100, its.credits_last, its.trial_days, its.ships, its.shipping,
            its.phone, its.license, its.devices, its.download, its.unreadable
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
