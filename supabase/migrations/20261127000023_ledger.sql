-- Credits: lots that begin and end, and charges that burn them, soonest end first. There is no counter to drift.
alter table private.purchases
  add column lot_until timestamptz,
  add column note text,
  add column spent_before bigint not null default 0 check (spent_before >= 0),
  add column is_open boolean not null generated always as (coalesce(granted, 0) - revoked - spent > 0) stored,
  add column is_short boolean not null generated always as (spent + revoked > coalesce(granted, 0)) stored;
comment on column private.purchases.lot_until is
  'Until when its credits can be spent; infinity: they do not end; null: none were granted.';
comment on column private.purchases.note is 'Why credits were given that nobody bought.';
comment on column private.purchases.spent_before is 'How much of what was spent belongs to charges that are deleted by now.';
comment on column private.purchases.is_open is 'Something is left.';
comment on column private.purchases.is_short is
  'More was spent than is left of it since some was taken back: later lots of the same customer owe it.';

-- What burns next. Their conditions name columns that seldom change: spending writes a row in place.
create index purchases_open_idx on private.purchases (account_id, lot_until, id) where is_open;
create index purchases_short_idx on private.purchases (customer) where is_short;

alter table private.accounts add column spent_before bigint not null default 0 check (spent_before >= 0);
comment on column private.accounts.spent_before is 'The sum of its charges that are deleted by now.';

create table private.charges (
  account_id uuid not null references private.accounts (id),
  key text collate "C" not null check (pg_catalog.char_length(key) between 1 and 200),
  cost bigint not null check (cost >= 0),
  final bigint not null check (final between 0 and cost),
  parts bigint[] not null,
  owed bigint not null default 0 check (owed between 0 and final),
  state text not null check (state in ('charged', 'open', 'settled', 'void')),
  charged_at timestamptz not null default pg_catalog.now(),
  primary key (account_id, key)
)
with (fillfactor = 85);
comment on table private.charges is 'What was spent: one row for each account and key, kept for ninety days.';
comment on column private.charges.cost is 'What was asked for.';
comment on column private.charges.final is 'What it came to: the cost, or what it was settled at.';
comment on column private.charges.parts is 'Where it was taken from, in pairs: the id of a row of purchases, and how much.';
comment on column private.charges.owed is 'What no lot could pay yet: the account''s debt.';
comment on column private.charges.state is
  'open: to be settled within the hour; void: it wasn''t, and costs nothing; settled: lowered, once and for all.';

-- What the clock voids, what later lots pay, and what is deleted: in the order in which it was written.
create index charges_open_idx on private.charges (charged_at) where state = 'open';
create index charges_owed_idx on private.charges (account_id, charged_at) where owed > 0;
create index charges_charged_at_idx on private.charges using brin (charged_at);

alter table private.charges enable row level security;
revoke all on private.charges from public, anon, authenticated, service_role;

create function private.find_account(account text, address text, live boolean)
returns uuid
language sql
stable
security invoker
set search_path = ''
as $$
  select kept.id
  from private.accounts as kept
  where kept.livemode = live and (
    kept.address = pg_catalog.lower(pg_catalog.btrim(find_account.address) collate "C")
    -- Compared as a uuid, for the index; another form is nobody's.
    or kept.id = case
      when find_account.account ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then find_account.account::uuid
    end
  )
$$;
comment on function private.find_account(text, text, boolean) is 'The account that an id or an address names in one mode, or null.';
revoke execute on function private.find_account(text, text, boolean) from public, anon, authenticated, service_role;

create function private.sum_parts(parts bigint[])
returns bigint
language sql
immutable
set search_path = ''
as $$
  select coalesce(pg_catalog.sum(parts[at][2]), 0)::bigint
  from pg_catalog.generate_subscripts(parts, 1) as at
$$;
comment on function private.sum_parts(bigint[]) is 'How many credits the parts of a charge are.';
revoke execute on function private.sum_parts(bigint[]) from public, anon, authenticated, service_role;

create function private.balance_of(of_account uuid)
returns bigint
language sql
stable
security invoker
set search_path = ''
as $$
  select (
    coalesce((
      select pg_catalog.sum(lot.granted - lot.revoked - lot.spent)
      from private.purchases as lot
      where lot.account_id = of_account and lot.is_open
        and lot.starts_at <= pg_catalog.now() and lot.lot_until > pg_catalog.now()
    ), 0) - coalesce((
      select pg_catalog.sum(charge.owed)
      from private.charges as charge
      where charge.account_id = of_account and charge.owed > 0
    ), 0)
  )::bigint
$$;
comment on function private.balance_of(uuid) is 'What the account can spend now, less what it owes: negative where it owes more.';
revoke execute on function private.balance_of(uuid) from public, anon, authenticated, service_role;

create function private.plan_charge(of_account uuid, cost bigint, out available bigint, out parts bigint[])
language sql
stable
security invoker
set search_path = ''
as $$
  select
    coalesce(pg_catalog.sum(lot.remaining), 0)::bigint,
    coalesce(
      pg_catalog.array_agg(array[lot.id, least(lot.remaining, cost - lot.before)] order by lot.lot_until, lot.id)
        filter (where lot.before < cost),
      '{}'
    )
  from (
    select open.id, open.lot_until, open.remaining,
      (pg_catalog.sum(open.remaining) over (order by open.lot_until, open.id) - open.remaining)::bigint as before
    from (
      select kept.id, kept.lot_until, kept.granted - kept.revoked - kept.spent as remaining
      from private.purchases as kept
      where kept.account_id = of_account and kept.is_open
        and kept.starts_at <= pg_catalog.now() and kept.lot_until > pg_catalog.now()
    ) as open
  ) as lot
$$;
comment on function private.plan_charge(uuid, bigint) is
  'What there is to spend, and where as much of the cost as there is would be taken from: soonest end first.';
revoke execute on function private.plan_charge(uuid, bigint) from public, anon, authenticated, service_role;

-- Whoever calls one of the following holds the locks of the accounts whose lots it writes.
create function private.spend_parts(parts bigint[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  for at in 1 .. coalesce(pg_catalog.array_length(parts, 1), 0) loop
    update private.purchases as kept set spent = kept.spent + parts[at][2] where kept.id = parts[at][1];
  end loop;
end
$$;
comment on function private.spend_parts(bigint[]) is 'Takes the parts of a charge from their lots.';
revoke execute on function private.spend_parts(bigint[]) from public, anon, authenticated, service_role;

create function private.pay_debt(of_account uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  debt record;
  paid bigint[];
begin
  for debt in
    select charge.key, charge.owed
    from private.charges as charge
    where charge.account_id = of_account and charge.owed > 0
    order by charge.charged_at, charge.key
  loop
    select plan.parts into paid from private.plan_charge(of_account, debt.owed) as plan;
    exit when paid = '{}';
    perform private.spend_parts(paid);
    update private.charges as charge
    set parts = charge.parts || paid, owed = charge.owed - private.sum_parts(paid)
    where charge.account_id = of_account and charge.key = debt.key;
  end loop;
end
$$;
comment on function private.pay_debt(uuid) is 'Pays what an account owes out of what it can spend, oldest first.';
revoke execute on function private.pay_debt(uuid) from public, anon, authenticated, service_role;

-- What was taken back after it was spent is owed by the other lots of the same customer, and by nobody else's: a
-- stranger's refunded gift costs its receiver nothing but the gift.
create function private.settle_customer(of_customer text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  short record;
  lot record;
  taken bigint;
  missing bigint;
begin
  for short in
    select kept.id, kept.spent + kept.revoked - coalesce(kept.granted, 0) as owed
    from private.purchases as kept
    where kept.customer = of_customer collate "C" and kept.is_short
    order by kept.id
  loop
    missing := short.owed;
    for lot in
      select kept.id, kept.granted - kept.revoked - kept.spent as remaining
      from private.purchases as kept
      where kept.customer = of_customer collate "C" and kept.is_open
        and kept.starts_at <= pg_catalog.now() and kept.lot_until > pg_catalog.now()
      order by kept.lot_until, kept.id
    loop
      taken := least(missing, lot.remaining);
      update private.purchases as kept set spent = kept.spent + taken where kept.id = lot.id;
      update private.purchases as kept set spent = kept.spent - taken where kept.id = short.id;
      missing := missing - taken;
      exit when missing = 0;
    end loop;
  end loop;
end
$$;
comment on function private.settle_customer(text) is 'Lets the open lots of a customer pay for those of which more was spent than is left.';
revoke execute on function private.settle_customer(text) from public, anon, authenticated, service_role;

create function private.give_back(given bigint[], surplus bigint)
returns bigint[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  parts bigint[] := given;
  lot record;
  taken bigint;
  missing bigint := surplus;
  due bigint;
begin
  for at in reverse coalesce(pg_catalog.array_length(parts, 1), 0) .. 1 loop
    exit when missing = 0;
    due := least(missing, parts[at][2]);
    parts[at][2] := parts[at][2] - due;
    missing := missing - due;
    -- Other lots of its customer may have paid for it meanwhile: then they get it back.
    for lot in
      select kept.id, kept.spent
      from private.purchases as kept
      where kept.spent > 0 and (
        kept.id = parts[at][1]
        or kept.customer = (select own.customer from private.purchases as own where own.id = parts[at][1])
      )
      order by kept.id = parts[at][1] desc, kept.is_short desc, kept.lot_until desc, kept.id desc
    loop
      taken := least(due, lot.spent);
      update private.purchases as kept set spent = kept.spent - taken where kept.id = lot.id;
      due := due - taken;
      exit when due = 0;
    end loop;
    if due > 0 then
      raise exception 'a charge and its lots do not add up' using errcode = 'XX001';
    end if;
  end loop;
  -- What came to nothing is not mentioned.
  return coalesce((
    select pg_catalog.array_agg(array[parts[at][1], parts[at][2]] order by at)
    from pg_catalog.generate_subscripts(parts, 1) as at
    where parts[at][2] > 0
  ), '{}');
end
$$;
comment on function private.give_back(bigint[], bigint) is
  'Gives so many credits of a charge back to its lots, the last first, and says what is left of its parts.';
revoke execute on function private.give_back(bigint[], bigint) from public, anon, authenticated, service_role;

-- In the order of their ids, so that two who need several wait for each other in one direction.
create function private.lock_accounts(ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform from private.accounts as kept where kept.id = any (ids) order by kept.id for no key update;
end
$$;
comment on function private.lock_accounts(uuid[]) is 'Makes whoever writes the lots or charges of these accounts wait until the transaction ends.';
revoke execute on function private.lock_accounts(uuid[]) from public, anon, authenticated, service_role;

create function private.accounts_behind(of_account uuid, parts bigint[])
returns uuid[]
language sql
stable
security invoker
set search_path = ''
as $$
  select pg_catalog.array_agg(distinct named.id order by named.id)
  from (
    select of_account
    union all
    select kept.account_id
    from private.purchases as own
    join private.purchases as kept on kept.id = own.id or kept.customer = own.customer
    where own.id in (select parts[at][1] from pg_catalog.generate_subscripts(parts, 1) as at)
  ) as named (id)
  where named.id is not null
$$;
comment on function private.accounts_behind(uuid, bigint[]) is 'Whose lots giving back the parts of a charge may write.';
revoke execute on function private.accounts_behind(uuid, bigint[]) from public, anon, authenticated, service_role;

-- Lowers a charge. Its caller holds the locks of all accounts behind it.
create function private.lower_charge(of_account uuid, of_key text, to_final bigint, to_state text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  charge private.charges;
  surplus bigint;
  unpaid bigint;
  of_customer text;
  behind uuid;
begin
  select * into strict charge from private.charges as kept
  where kept.account_id = of_account and kept.key = of_key collate "C";
  surplus := charge.final - to_final;
  -- What nobody paid yet comes first: it was the last to be asked for.
  unpaid := least(charge.owed, surplus);
  update private.charges as kept
  set final = to_final, owed = charge.owed - unpaid, parts = private.give_back(charge.parts, surplus - unpaid), state = to_state
  where kept.account_id = of_account and kept.key = of_key collate "C";
  -- What came back pays what is still owed.
  for of_customer in
    select distinct lot.customer from private.purchases as lot
    where lot.customer is not null
      and lot.id in (select charge.parts[at][1] from pg_catalog.generate_subscripts(charge.parts, 1) as at)
  loop
    perform private.settle_customer(of_customer);
  end loop;
  foreach behind in array private.accounts_behind(of_account, charge.parts) loop
    perform private.pay_debt(behind);
  end loop;
end
$$;
comment on function private.lower_charge(uuid, text, bigint, text) is 'Lowers a charge and gives the rest back.';
revoke execute on function private.lower_charge(uuid, text, bigint, text) from public, anon, authenticated, service_role;

-- As before, and nobody spends what is on its way from one account to another.
create or replace function private.move_purchases()
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
    select fresh.stripe_customer_id as customer, private.account_for(fresh.livemode, fresh.address) as receiver,
      pg_catalog.array_agg(distinct kept.account_id) filter (where kept.account_id is not null) as givers
    from moved_customers as fresh
    join private.purchases as kept on kept.customer = fresh.stripe_customer_id
    left join private.accounts as owner on owner.id = kept.account_id
    where not fresh.deleted and coalesce(fresh.address, '') <> '' and not kept.is_referenced
      and owner.address is distinct from fresh.address
    group by fresh.stripe_customer_id, fresh.livemode, fresh.address
    order by fresh.livemode, fresh.address
  loop
    perform private.lock_accounts(moved.givers || moved.receiver);
    update private.purchases as kept
    set account_id = moved.receiver
    where kept.customer = moved.customer and not kept.is_referenced;
    perform private.pay_debt(moved.receiver);
  end loop;
  return null;
end
$$;
