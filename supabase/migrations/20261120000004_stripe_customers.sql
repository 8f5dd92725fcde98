-- Which Stripe customer stands under which address. An id and an address are all that is kept; a
-- customer that Stripe deleted leaves its id behind, so that a late read can't bring it back.
create table public.stripe_customers (
  -- "C", as in the functions below: an index of one collation is no help to a comparison under another.
  stripe_customer_id text collate "C" primary key check (pg_catalog.starts_with(stripe_customer_id, 'cus_')),
  email text,
  -- ASCII letters fold and U+0020 is trimmed, nothing else: Unicode lower-casing lets a Kelvin sign pass for a k.
  address text collate "C" generated always as (
    pg_catalog.lower(pg_catalog.btrim(email) collate "C")
  ) stored,
  livemode boolean not null,
  deleted boolean not null default false,
  last_ticket bigint not null,
  check (not deleted or email is null)
);
comment on table public.stripe_customers is 'Address -> Stripe customer, kept in step with Stripe by the gateway alone.';
comment on column public.stripe_customers.email is 'As Stripe spells it; null where there is none, or after deletion.';
comment on column public.stripe_customers.address is 'The fold of email: what a proven address is compared with.';
comment on column public.stripe_customers.deleted is 'A tombstone: Stripe said "deleted", which is final.';
comment on column public.stripe_customers.last_ticket is 'Drawn when the row was last written; only a read with a later ticket is taken.';

-- The visitor's read and the policy below: plain equality on live rows.
create index stripe_customers_address_idx on public.stripe_customers (address) where not deleted;

alter table public.stripe_customers enable row level security;

create policy "a person sees the customers under his address"
  on public.stripe_customers
  as permissive
  for select
  to authenticated
  using (
    not deleted
    and address = (select pg_catalog.lower(pg_catalog.btrim(auth.jwt() ->> 'email') collate "C"))
  );

create policy "only a person who proved the address by mail sees anything"
  on public.stripe_customers
  as restrictive
  for select
  to authenticated
  using ((select private.proven_address()) is not null);

-- Older projects granted everything, newer ones grant nothing: say both.
revoke all on public.stripe_customers from public, anon, authenticated, service_role;
grant select (stripe_customer_id, email, livemode) on public.stripe_customers to authenticated;
grant select (stripe_customer_id, email, address, livemode, deleted, last_ticket) on public.stripe_customers to service_role;
grant insert (stripe_customer_id, email, livemode, deleted, last_ticket) on public.stripe_customers to service_role;
grant update (email, livemode, deleted, last_ticket) on public.stripe_customers to service_role;
