-- What Stripe sells: products and prices, as far as an offer shows them, and the keys of ours among their metadata.
-- Other metadata is never kept: it may hold anything. Ids are unique in a mode only, because owners may choose them.
create table public.stripe_products (
  livemode boolean not null,
  stripe_product_id text collate "C" not null,
  active boolean not null,
  deleted boolean not null,
  name text,
  description text,
  image text,
  features text[] not null default '{}',
  access text[],
  credits integer,
  credits_per_100 integer,
  credits_last text,
  trial_days integer,
  unreadable text[] not null default '{}',
  last_ticket bigint not null,
  read_ticket bigint not null,
  updated_at timestamptz not null,
  primary key (livemode, stripe_product_id),
  check (deleted or name is not null),
  check (not (deleted and active))
);
comment on table public.stripe_products is 'Products at Stripe, kept in step with it by the gateway only.';
comment on column public.stripe_products.deleted is
  'Stripe no longer knows it. The keys stay for those who bought it, and a later read may find it again: an id can be used twice.';
comment on column public.stripe_products.name is 'As customers read it; null: deleted before it was ever read.';
comment on column public.stripe_products.access is 'Names that the site asks for; null: the product''s id is the name.';
comment on column public.stripe_products.unreadable is 'Keys of ours whose value can''t be read; their columns are null.';
comment on column public.stripe_products.last_ticket is 'Drawn when the row was last written; only a read with a later ticket is taken.';
comment on column public.stripe_products.read_ticket is 'The ticket of the read that the row holds.';
comment on column public.stripe_products.updated_at is 'When the row was last written, changed or not.';

create table public.stripe_prices (
  livemode boolean not null,
  stripe_price_id text collate "C" not null,
  -- No foreign key: a price may be read before its product.
  stripe_product_id text collate "C",
  active boolean not null,
  deleted boolean not null,
  is_offered boolean not null default false,
  amount bigint,
  currency text,
  interval text,
  interval_count integer,
  is_custom boolean not null default false,
  custom_minimum bigint,
  custom_maximum bigint,
  custom_preset bigint,
  has_tiers boolean not null default false,
  has_transform_quantity boolean not null default false,
  has_currency_options boolean not null default false,
  access text[],
  credits integer,
  credits_per_100 integer,
  credits_last text,
  trial_days integer,
  unreadable text[] not null default '{}',
  last_ticket bigint not null,
  read_ticket bigint not null,
  updated_at timestamptz not null,
  primary key (livemode, stripe_price_id),
  check (deleted or (stripe_product_id is not null and currency is not null)),
  check (not (deleted and active))
);
comment on table public.stripe_prices is 'Prices at Stripe, kept in step with it by the gateway only.';
comment on column public.stripe_prices.deleted is 'As in stripe_products.';
comment on column public.stripe_prices.is_offered is 'The price''s own metadata says offer=yes: it is for sale on the page.';
comment on column public.stripe_prices.amount is 'In the currency''s minor unit; null where Stripe has none, as for tiers and fractions.';
comment on column public.stripe_prices.interval is 'day, week, month or year; null: paid once.';
comment on column public.stripe_prices.is_custom is 'The customer chooses the amount, within custom_minimum and custom_maximum.';
comment on column public.stripe_prices.has_currency_options is 'Stripe has an amount in other currencies, too, which no offer shows.';
comment on column public.stripe_prices.access is 'As in stripe_products, before the product''s.';
comment on column public.stripe_prices.unreadable is 'As in stripe_products; the product''s value doesn''t stand in for one of these.';
comment on column public.stripe_prices.last_ticket is 'As in stripe_products.';
comment on column public.stripe_prices.read_ticket is 'As in stripe_products.';
comment on column public.stripe_prices.updated_at is 'As in stripe_products.';

-- The policy on products below asks for it with every product.
create index stripe_prices_offered_idx on public.stripe_prices (livemode, stripe_product_id)
  where is_offered and active and not deleted;

alter table public.stripe_products enable row level security;
alter table public.stripe_prices enable row level security;

create policy "anyone sees the prices that are on offer"
  on public.stripe_prices
  as permissive
  for select
  to anon, authenticated
  using (is_offered and active and not deleted);

create policy "anyone sees the products that have a price on offer"
  on public.stripe_products
  as permissive
  for select
  to anon, authenticated
  using (
    active and not deleted
    -- Of the prices, they see those on offer only.
    and exists (
      select from public.stripe_prices as price
      where price.livemode = stripe_products.livemode
        and price.stripe_product_id = stripe_products.stripe_product_id
    )
  );

revoke all on public.stripe_products from public, anon, authenticated, service_role;
revoke all on public.stripe_prices from public, anon, authenticated, service_role;
grant select (livemode, stripe_product_id, name, description, image, features, access, credits, credits_per_100, credits_last, trial_days)
  on public.stripe_products to anon, authenticated;
grant select (livemode, stripe_price_id, stripe_product_id, amount, currency, interval, interval_count, is_custom, custom_minimum, custom_maximum, custom_preset, access, credits, credits_per_100, credits_last, trial_days)
  on public.stripe_prices to anon, authenticated;
grant select (livemode, stripe_product_id, active, deleted, name, description, image, features, access, credits, credits_per_100, credits_last, trial_days, unreadable, last_ticket, read_ticket, updated_at)
  on public.stripe_products to service_role;
grant select (livemode, stripe_price_id, stripe_product_id, active, deleted, is_offered, amount, currency, interval, interval_count, is_custom, custom_minimum, custom_maximum, custom_preset, has_tiers, has_transform_quantity, has_currency_options, access, credits, credits_per_100, credits_last, trial_days, unreadable, last_ticket, read_ticket, updated_at)
  on public.stripe_prices to service_role;

create function private.access_names(mode boolean, price_id text, product_id text)
returns text[]
language sql
stable
security invoker
set search_path = ''
as $$
  select coalesce(
    (select price.access from public.stripe_prices as price
      where price.livemode = mode and price.stripe_price_id = price_id),
    (select product.access from public.stripe_products as product
      where product.livemode = mode and product.stripe_product_id = product_id),
    pg_catalog.array_remove(array[product_id], null)
  )
$$;
comment on function private.access_names(boolean, text, text) is
  'The names that a line of this price gives: the price''s, else the product''s, else the product''s id.';
revoke execute on function private.access_names(boolean, text, text) from public, anon, authenticated, service_role;
