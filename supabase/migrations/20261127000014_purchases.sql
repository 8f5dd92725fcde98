-- What was sold, and to whom: one row for each line of each source. Nobody edits it; functions alone reach it.
create table private.accounts (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  livemode boolean not null,
  address text collate "C" not null check (address <> ''),
  made_at timestamptz not null default pg_catalog.now(),
  unique (livemode, address)
);
comment on table private.accounts is
  'One account for each mode and folded address that bought something: never renamed, and its id never changes.';
comment on column private.accounts.address is 'The fold of the address, as in stripe_customers.';

alter table private.accounts enable row level security;
revoke all on private.accounts from public, anon, authenticated, service_role;

create table private.purchases (
  id bigint generated always as identity primary key,
  livemode boolean not null,
  source text collate "C" not null,
  line text collate "C" not null,
  account_id uuid references private.accounts (id),
  is_referenced boolean not null default false,
  customer text collate "C",
  price text collate "C",
  product text collate "C",
  quantity bigint not null default 1,
  status text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  access_until timestamptz,
  chain text collate "C",
  granted bigint check (granted >= 0),
  revoked bigint not null default 0 check (revoked between 0 and coalesce(granted, 0)),
  spent bigint not null default 0 check (spent >= 0),
  last_ticket bigint not null,
  read_ticket bigint not null,
  recorded_at timestamptz not null default pg_catalog.now(),
  unique (source, line)
)
-- Room in each page: spending writes a row anew and must not move it.
with (fillfactor = 70);
comment on table private.purchases is
  'What was sold, one row for each source and line: cs_/li_ for one-time payments, sub_/si_ for access by subscription, in_/il_ for the paid lines of its invoices.';
comment on column private.purchases.account_id is
  'Whose it is; null until its customer has an address.';
comment on column private.purchases.is_referenced is
  'The order named the account itself: it stays there when the payer''s address changes.';
comment on column private.purchases.status is 'Stripe''s own word for the source, or "removed" for an item that left its subscription.';
comment on column private.purchases.starts_at is 'When the line''s period, or the sale, began.';
comment on column private.purchases.ends_at is 'When the line''s period ends; null: it has none.';
comment on column private.purchases.access_until is
  'Until when it opens what it names, compared whenever somebody asks; null: it opens nothing, infinity: it does not end.';
comment on column private.purchases.chain is 'The subscription''s item, whose periods follow each other.';
comment on column private.purchases.granted is 'Credits, fixed by the first read that could tell; null: undecided.';
comment on column private.purchases.last_ticket is
  'Drawn when the source was last written; only a read with a later ticket is taken.';
comment on column private.purchases.read_ticket is 'The ticket of the read that the row holds.';

-- What an account has, and what moves with a customer.
create index purchases_account_idx on private.purchases (account_id);
create index purchases_customer_idx on private.purchases (customer) where customer is not null;

alter table private.purchases enable row level security;
revoke all on private.purchases from public, anon, authenticated, service_role;

create function private.account_for(mode boolean, of_address text)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  found_id uuid;
begin
  select kept.id into found_id from private.accounts as kept
  where kept.livemode = mode and kept.address = of_address collate "C";
  if found_id is null then
    insert into private.accounts (livemode, address) values (mode, of_address)
    on conflict (livemode, address) do nothing;
    select kept.id into found_id from private.accounts as kept
    where kept.livemode = mode and kept.address = of_address collate "C";
  end if;
  return found_id;
end
$$;
comment on function private.account_for(boolean, text) is 'The account of a folded address, made if it isn''t there.';
revoke execute on function private.account_for(boolean, text) from public, anon, authenticated, service_role;

-- Definer, as all that follow: nobody touches the tables themselves.
create function public.record_purchase(mode boolean, read jsonb, ticket bigint)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  of_source text := read ->> 'source';
  of_customer text := read ->> 'customer';
  of_address text;
  owner uuid;
  is_named boolean := false;
  standing record;
  fresh bigint;
begin
  -- One writer at a time for each source, whether its rows are there or not.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(of_source, 0));
  if of_customer is null then
    of_address := nullif(pg_catalog.lower(pg_catalog.btrim(read ->> 'email') collate "C"), '');
  else
    -- Held, so that the customer's address and the rows that follow it change one after the other.
    select nullif(kept.address, '') into of_address
    from public.stripe_customers as kept
    where kept.stripe_customer_id = of_customer collate "C" and kept.livemode = mode
    for share;
    if not found then
      return pg_catalog.jsonb_build_object('outcome', 'customer_unknown', 'read_ticket', null);
    end if;
  end if;

  select pg_catalog.max(kept.last_ticket) as last_ticket, pg_catalog.max(kept.read_ticket) as read_ticket,
    pg_catalog.bool_or(kept.is_referenced) as is_referenced, (pg_catalog.array_agg(kept.account_id))[1] as account_id
  into standing
  from private.purchases as kept
  where kept.source = of_source collate "C";
  -- A source that isn't there takes any read.
  if ticket <= standing.last_ticket then
    return pg_catalog.jsonb_build_object('outcome', 'overtaken', 'read_ticket', standing.read_ticket);
  end if;

  if standing.is_referenced then
    owner := standing.account_id;
    is_named := true;
  else
    if standing.last_ticket is null and read ->> 'reference' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
      select kept.id into owner from private.accounts as kept
      where kept.id = (read ->> 'reference')::uuid and kept.livemode = mode;
      is_named := found;
    end if;
    -- A guest's belongs to the address of the sale for good. Without an address it stays where it is.
    if not is_named and (of_customer is not null or standing.account_id is null) and of_address is not null then
      owner := private.account_for(mode, of_address);
    end if;
    owner := coalesce(owner, standing.account_id);
  end if;

  fresh := pg_catalog.nextval('private.read_tickets');
  insert into private.purchases as kept
    (livemode, source, line, account_id, is_referenced, customer, price, product, quantity, status, starts_at, ends_at,
      access_until, chain, last_ticket, read_ticket)
  select mode, of_source, given.line, owner, is_named, of_customer, given.price, given.product, given.quantity,
    given.status, given.starts_at, given.ends_at, given.access_until, given.chain, fresh, ticket
  from pg_catalog.jsonb_to_recordset(read -> 'lines') as given (
    line text, price text, product text, quantity bigint, status text, starts_at timestamptz, ends_at timestamptz,
    access_until timestamptz, chain text
  )
  on conflict (source, line) do update
    set account_id = excluded.account_id,
      price = excluded.price,
      product = excluded.product,
      quantity = excluded.quantity,
      status = excluded.status,
      starts_at = excluded.starts_at,
      ends_at = excluded.ends_at,
      access_until = excluded.access_until,
      last_ticket = excluded.last_ticket,
      read_ticket = excluded.read_ticket;
  -- A line that Stripe no longer lists opens nothing more.
  update private.purchases as kept
  set status = 'removed', access_until = null, last_ticket = fresh, read_ticket = ticket
  where kept.source = of_source collate "C" and kept.last_ticket < fresh;
  return pg_catalog.jsonb_build_object('outcome', 'recorded', 'read_ticket', ticket);
end
$$;
comment on function public.record_purchase(boolean, jsonb, bigint) is
  'Writes what Stripe said of one source with all its lines, where the ticket is later than its rows. Says recorded, overtaken (with the ticket of the read that the rows hold) or customer_unknown (record the customer first).';
revoke execute on function public.record_purchase(boolean, jsonb, bigint) from public, anon, authenticated, service_role;
grant execute on function public.record_purchase(boolean, jsonb, bigint) to service_role;

-- A customer's purchases follow its address, in the transaction that writes the address. A deleted customer's stay, and
-- so do those of one whose address was taken away: they belong to whom they belonged last.
create function private.move_purchases()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  moved record;
begin
  for moved in
    select distinct fresh.stripe_customer_id as customer, fresh.livemode, fresh.address
    from moved_customers as fresh
    join private.purchases as kept on kept.customer = fresh.stripe_customer_id
    left join private.accounts as owner on owner.id = kept.account_id
    where not fresh.deleted and coalesce(fresh.address, '') <> '' and not kept.is_referenced
      and owner.address is distinct from fresh.address
    order by fresh.livemode, fresh.address
  loop
    update private.purchases as kept
    set account_id = private.account_for(moved.livemode, moved.address)
    where kept.customer = moved.customer and not kept.is_referenced;
  end loop;
  return null;
end
$$;
comment on function private.move_purchases() is 'Gives a customer''s purchases to the account of its present address.';
revoke execute on function private.move_purchases() from public, anon, authenticated, service_role;

create trigger move_purchases
  after update on public.stripe_customers
  referencing new table as moved_customers
  for each statement
  execute function private.move_purchases();
