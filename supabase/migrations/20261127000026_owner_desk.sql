-- The owner's side of credits: what Supabase's Studio shows, and what `npm run credits` asks for.

-- A debt that moved: its charge stays where its key is known, and another account owes it.
alter table private.charges add column owed_by uuid references private.accounts (id);
alter table private.charges add constraint charges_owed_by_check check (owed > 0 or owed_by is null);
comment on column private.charges.owed_by is
  'Which account owes it since the owner moved the debt; null: the account that was charged.';

-- What later lots pay, in the order in which it was owed; and whom a settlement has to wait for.
drop index private.charges_owed_idx;
create index charges_owed_idx on private.charges ((coalesce(owed_by, account_id)), charged_at) where owed > 0;
create index charges_owed_by_idx on private.charges (account_id) where owed_by is not null;

create table private.account_moves (
  id bigint generated always as identity primary key,
  giver uuid not null references private.accounts (id),
  receiver uuid not null references private.accounts (id),
  lines bigint not null,
  credits bigint not null,
  owed bigint not null,
  moved_at timestamptz not null default pg_catalog.now()
);
comment on table private.account_moves is 'What the owner moved from one account to another, and when.';
comment on column private.account_moves.lines is 'How many rows of purchases.';
comment on column private.account_moves.credits is 'What of them could be spent at that moment.';
comment on column private.account_moves.owed is 'The debt that went along.';

create index account_moves_giver_idx on private.account_moves (giver);
create index account_moves_receiver_idx on private.account_moves (receiver);

alter table private.account_moves enable row level security;
revoke all on private.account_moves from public, anon, authenticated, service_role;

comment on column private.purchases.is_referenced is
  'The order named the account itself, or the owner moved it there: it stays when the payer''s address changes.';

-- As before, with debts that moved.
create or replace function private.balance_of(of_account uuid)
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
      where coalesce(charge.owed_by, charge.account_id) = of_account and charge.owed > 0
    ), 0)
  )::bigint
$$;

create or replace function private.pay_debt(of_account uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  debt record;
  paid bigint[];
  rest bigint;
begin
  for debt in
    select charge.account_id, charge.key, charge.owed
    from private.charges as charge
    where coalesce(charge.owed_by, charge.account_id) = of_account and charge.owed > 0
    order by charge.charged_at, charge.key, charge.account_id
  loop
    select plan.parts into paid from private.plan_charge(of_account, debt.owed) as plan;
    exit when paid = '{}';
    perform private.spend_parts(paid);
    rest := debt.owed - private.sum_parts(paid);
    update private.charges as charge
    set parts = charge.parts || paid, owed = rest, owed_by = case when rest > 0 then charge.owed_by end
    where charge.account_id = debt.account_id and charge.key = debt.key;
  end loop;
end
$$;

create or replace function private.accounts_behind(of_account uuid, parts bigint[])
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
    -- Whoever owes for any of its charges.
    select charge.owed_by
    from private.charges as charge
    where charge.account_id = of_account and charge.owed_by is not null
    union all
    select kept.account_id
    from private.purchases as own
    join private.purchases as kept on kept.id = own.id or kept.customer = own.customer
    where own.id in (select parts[at][1] from pg_catalog.generate_subscripts(parts, 1) as at)
  ) as named (id)
  where named.id is not null
$$;

create or replace function private.lower_charge(of_account uuid, of_key text, to_final bigint, to_state text)
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
  set final = to_final, owed = charge.owed - unpaid, parts = private.give_back(charge.parts, surplus - unpaid), state = to_state,
    owed_by = case when charge.owed > unpaid then charge.owed_by end
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

-- As before, and what the owner moved stays there, with what it renews.
create or replace function public.record_purchase(mode boolean, read jsonb, ticket bigint)
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
  captured bigint := (read #>> '{payments,captured}')::bigint;
  taken_back bigint := (read #>> '{payments,taken_back}')::bigint;
  was_paid_at timestamptz := (read ->> 'paid_at')::timestamptz;
  granting timestamptz;
  sold jsonb;
  promised record;
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
    pg_catalog.bool_or(kept.is_referenced) as is_referenced, (pg_catalog.array_agg(kept.account_id))[1] as account_id,
    coalesce(pg_catalog.bool_or(kept.granted > 0), false) as has_credits
  into standing
  from private.purchases as kept
  where kept.source = of_source collate "C";
  -- A source that isn't there takes any read.
  if ticket <= standing.last_ticket then
    return pg_catalog.jsonb_build_object('outcome', 'overtaken', 'read_ticket', standing.read_ticket);
  end if;

  select kept.since into granting from private.credits_since as kept where kept.livemode = mode;
  -- Who grants must know what was taken back; a list doesn't say it, and what is granted already is rung for.
  if captured is null and (
    standing.has_credits and not coalesce((read ->> 'is_listed')::boolean, false)
    or was_paid_at >= granting and exists (
      select from pg_catalog.jsonb_array_elements(read -> 'lines') as given (line)
      left join private.purchases as kept
        on kept.source = of_source collate "C" and kept.line = given.line ->> 'line' collate "C"
      where kept.granted is null
        and (private.promise_of(mode, given.line)).credits > 0
    )
  ) then
    return pg_catalog.jsonb_build_object('outcome', 'payments_wanted', 'read_ticket', null);
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
    -- A subscription that the owner moved is renewed for where it is now.
    if standing.last_ticket is null and not is_named then
      select kept.account_id into owner
      from private.purchases as kept
      where kept.is_referenced and kept.livemode = mode
        and kept.chain in (select entry ->> 'chain' from pg_catalog.jsonb_array_elements(read -> 'lines') as entry)
      order by kept.starts_at desc, kept.id desc
      limit 1;
      is_named := found;
    end if;
    -- A guest's belongs to the address of the sale for good. Without an address it stays where it is.
    if not is_named and (of_customer is not null or standing.account_id is null) and of_address is not null then
      owner := private.account_for(mode, of_address);
    end if;
    owner := coalesce(owner, standing.account_id);
  end if;
  perform private.lock_accounts(array(
    select owner
    union select standing.account_id
    union select kept.account_id from private.purchases as kept where kept.customer = of_customer collate "C"
  ));

  fresh := pg_catalog.nextval('private.read_tickets');
  insert into private.purchases as kept
    (livemode, source, line, account_id, is_referenced, customer, price, product, quantity, status, starts_at, ends_at,
      access_until, chain, paid_at, last_ticket, read_ticket)
  select mode, of_source, given.line, owner, is_named, of_customer, given.price, given.product, given.quantity,
    given.status, given.starts_at, given.ends_at, given.access_until, given.chain, was_paid_at, fresh, ticket
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
      paid_at = excluded.paid_at,
      last_ticket = excluded.last_ticket,
      read_ticket = excluded.read_ticket;
  -- A line that Stripe no longer lists opens nothing more.
  update private.purchases as kept
  set status = 'removed', access_until = null, last_ticket = fresh, read_ticket = ticket
  where kept.source = of_source collate "C" and kept.last_ticket < fresh;

  for sold in select entry from pg_catalog.jsonb_array_elements(read -> 'lines') as entry loop
    perform from private.purchases as kept
    where kept.source = of_source collate "C" and kept.line = sold ->> 'line' collate "C" and kept.granted is null;
    continue when not found;
    -- An access line grants nothing, whenever it was sold; anything else waits until it is known since when.
    continue when sold ->> 'cost' is not null and granting is null;
    if sold ->> 'cost' is null or was_paid_at < granting then
      select 0::bigint as credits, null::timestamptz as lot_until into promised;
    else
      select * into promised from private.promise_of(mode, sold);
    end if;
    perform private.open_lot(of_source, sold ->> 'line', promised.credits, promised.lot_until);
  end loop;
  if captured is not null then
    -- Rounded up, and as Stripe says now: a refund that failed gives it again.
    update private.purchases as kept
    set revoked = case
      when captured > 0 then least(
        kept.granted, pg_catalog.div(kept.granted::numeric * taken_back + captured - 1, captured)::bigint
      )
      else 0
    end
    where kept.source = of_source collate "C" and kept.granted > 0;
  end if;
  if of_customer is not null then
    perform private.settle_customer(of_customer);
  end if;
  if owner is not null then
    perform private.pay_debt(owner);
  end if;
  return pg_catalog.jsonb_build_object('outcome', 'recorded', 'read_ticket', ticket);
end
$$;

-- Definer, as all that follow: nobody touches the tables themselves.
create function public.move_account(from_address text, to_address text, live boolean default true)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  folded text := pg_catalog.lower(pg_catalog.btrim(to_address) collate "C");
  giver uuid := private.find_account(null, from_address, live);
  receiver uuid;
  alone text[];
  payers text[];
  of_source text;
  spendable bigint;
  debt bigint;
  moved bigint;
begin
  if coalesce(folded, '') !~ '^[^\s@]+@[^\s@]+$' then
    raise exception 'give an address to move to' using errcode = '22023';
  end if;
  if giver is null then
    return private.told('account_unknown', null);
  end if;
  receiver := private.account_for(live, folded);
  if giver = receiver then
    raise exception 'give two addresses' using errcode = '22023';
  end if;

  -- In the order of everybody who writes a sale, and for the whole of it: a reader that looked whose it is before this,
  -- and wrote after it, would take it back. Customers first hold their sales; what has none is held by itself.
  select
    pg_catalog.array_agg(distinct kept.source) filter (where payer.stripe_customer_id is null and kept.source !~ '^gift_'),
    pg_catalog.array_agg(distinct payer.stripe_customer_id) filter (where payer.stripe_customer_id is not null)
  into alone, payers
  from private.purchases as kept
  left join public.stripe_customers as payer on payer.stripe_customer_id = kept.customer
  where kept.account_id = giver;
  for of_source in select named.source from pg_catalog.unnest(alone) as named (source) order by named.source collate "C" loop
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(of_source, 0));
  end loop;
  perform from public.stripe_customers as payer
  where payer.stripe_customer_id = any (payers)
  order by payer.stripe_customer_id
  for no key update;
  perform private.lock_accounts(array[giver, receiver]);
  if exists (
    select from private.purchases as kept
    where kept.account_id = giver and kept.source !~ '^gift_'
      and not coalesce(kept.source = any (alone), false) and not coalesce(kept.customer = any (payers), false)
  ) then
    raise exception 'something was sold meanwhile' using errcode = '40001';
  end if;

  select coalesce(pg_catalog.sum(lot.granted - lot.revoked - lot.spent), 0) into spendable
  from private.purchases as lot
  where lot.account_id = giver and lot.is_open
    and lot.starts_at <= pg_catalog.now() and lot.lot_until > pg_catalog.now();
  -- What its payer's address would bring here anyway still follows that address.
  update private.purchases as kept
  set account_id = receiver,
    is_referenced = kept.customer is not null and not exists (
      select from public.stripe_customers as payer
      where payer.stripe_customer_id = kept.customer and payer.address = folded and not payer.deleted
    )
  where kept.account_id = giver;
  get diagnostics moved = row_count;
  select coalesce(pg_catalog.sum(charge.owed), 0) into debt
  from private.charges as charge
  where coalesce(charge.owed_by, charge.account_id) = giver and charge.owed > 0;
  update private.charges as charge
  set owed_by = nullif(receiver, charge.account_id)
  where coalesce(charge.owed_by, charge.account_id) = giver and charge.owed > 0;
  perform private.pay_debt(receiver);
  insert into private.account_moves (giver, receiver, lines, credits, owed)
  values (giver, receiver, moved, spendable, debt);
  return private.told('moved', receiver) || pg_catalog.jsonb_build_object(
    'from', giver, 'lines', moved, 'credits', spendable, 'owed', debt,
    'customers', (
      select coalesce(pg_catalog.jsonb_agg(payer.stripe_customer_id order by payer.stripe_customer_id), '[]')
      from public.stripe_customers as payer
      where payer.stripe_customer_id = any (payers) and not payer.deleted and payer.address is distinct from folded
    )
  );
end
$$;
comment on function public.move_account(text, text, boolean) is
  'For `npm run credits -- move`: gives what one account has and owes to another, for good. Charges stay, so that their keys go on being known. Says moved or account_unknown, and which customers of Stripe still have another address.';
revoke execute on function public.move_account(text, text, boolean) from public, anon, authenticated, service_role;
grant execute on function public.move_account(text, text, boolean) to service_role;

-- As before, and the next pass lists what was sold from the beginning: it decides lines however old they are.
create or replace function public.move_credits_since(mode boolean, to_time timestamptz)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  former timestamptz;
  undecided bigint;
begin
  select kept.since into former from private.credits_since as kept where kept.livemode = mode for update;
  if former <= to_time then
    raise exception 'credits are granted since %: give an earlier time', former using errcode = '22023';
  end if;
  insert into private.credits_since as kept (livemode, since) values (mode, to_time)
  on conflict (livemode) do update set since = excluded.since;
  update private.purchases as kept
  set granted = null
  where kept.livemode = mode and kept.granted = 0 and kept.paid_at >= to_time and kept.paid_at < former;
  get diagnostics undecided = row_count;
  perform public.save_pass_place(mode, 'purchases', '{}');
  return undecided;
end
$$;

-- For Studio, and for nobody else: with the rights of whoever looks, who must be the tables' owner.
create view private.owner_accounts with (security_invoker = true) as
select
  owner.id as account,
  case when owner.livemode then 'live' else 'test' end as mode,
  owner.address,
  private.balance_of(owner.id) as balance,
  lots.bought,
  lots.given,
  lots.taken_back,
  owner.spent_before + coalesce((
    select pg_catalog.sum(charge.final) from private.charges as charge where charge.account_id = owner.id
  ), 0)::bigint as spent,
  lots.ended,
  coalesce((
    select pg_catalog.sum(charge.owed)
    from private.charges as charge
    where coalesce(charge.owed_by, charge.account_id) = owner.id and charge.owed > 0
  ), 0)::bigint as owed,
  lots.undecided,
  owner.made_at
from private.accounts as owner
cross join lateral (
  select
    coalesce(pg_catalog.sum(kept.granted) filter (where kept.source !~ '^gift_'), 0)::bigint as bought,
    coalesce(pg_catalog.sum(kept.granted) filter (where kept.source ~ '^gift_'), 0)::bigint as given,
    coalesce(pg_catalog.sum(kept.revoked), 0)::bigint as taken_back,
    coalesce(
      pg_catalog.sum(kept.granted - kept.revoked - kept.spent) filter (where kept.is_open and kept.lot_until <= pg_catalog.now()), 0
    )::bigint as ended,
    pg_catalog.count(*) filter (where kept.granted is null) as undecided
  from private.purchases as kept
  where kept.account_id = owner.id
) as lots;
comment on view private.owner_accounts is
  'Every account in credits: what can be spent now, what was bought, given, taken back and spent, what ended unused, what is owed, and how many paid lines are undecided.';
revoke all on private.owner_accounts from public, anon, authenticated, service_role;

create view private.owner_ledger with (security_invoker = true) as
select told.at, case when owner.livemode then 'live' else 'test' end as mode, owner.address, told.entry, told.credits,
  told.taken_back, told.remaining, told.owed, told.ends_at, told.source, told.line, told.customer, told.price, told.note,
  told.state, owner.id as account
from (
  select coalesce(kept.paid_at, kept.starts_at) as at, kept.account_id,
    case when kept.source ~ '^gift_' then 'given' when kept.granted is null then 'undecided' else 'bought' end as entry,
    kept.granted as credits, kept.revoked as taken_back, kept.granted - kept.revoked - kept.spent as remaining,
    null::bigint as owed, nullif(kept.lot_until, 'infinity') as ends_at, kept.source, kept.line, kept.customer, kept.price,
    kept.note, kept.status as state
  from private.purchases as kept
  where kept.granted is null or kept.granted > 0
  union all
  select charge.charged_at, charge.account_id, 'charged', -charge.final, null, null, charge.owed, null, null, charge.key,
    null, null, null, charge.state
  from private.charges as charge
  union all
  select move.moved_at, move.giver, 'moved away', null, null, move.credits, move.owed, null, null, null, null, null,
    'to ' || other.address, null
  from private.account_moves as move
  join private.accounts as other on other.id = move.receiver
  union all
  select move.moved_at, move.receiver, 'moved here', null, null, move.credits, move.owed, null, null, null, null, null,
    'from ' || other.address, null
  from private.account_moves as move
  join private.accounts as other on other.id = move.giver
) as told
join private.accounts as owner on owner.id = told.account_id
order by told.at desc, told.entry, told.line;
comment on view private.owner_ledger is
  'What was bought, given, charged and moved, the newest first. A purchase is in the ledger of the account that has it now, a charge in that of the account that was charged.';
revoke all on private.owner_ledger from public, anon, authenticated, service_role;

create function public.list_ledger(address text, live boolean default true, most integer default 50)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(
    (
      select pg_catalog.jsonb_build_object('outcome', 'found') || pg_catalog.to_jsonb(kept)
        || pg_catalog.jsonb_build_object('entries', (
          select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(told) order by told.at desc, told.entry, told.line), '[]')
          from (
            select * from private.owner_ledger as entry where entry.account = kept.account
            order by entry.at desc, entry.entry, entry.line
            limit most
          ) as told
        ))
      from private.owner_accounts as kept
      where kept.account = private.find_account(null, list_ledger.address, live)
    ),
    pg_catalog.jsonb_build_object('outcome', 'account_unknown')
  )
$$;
comment on function public.list_ledger(text, boolean, integer) is
  'For `npm run credits -- show`: an account in credits, with its newest entries.';
revoke execute on function public.list_ledger(text, boolean, integer) from public, anon, authenticated, service_role;
grant execute on function public.list_ledger(text, boolean, integer) to service_role;

create function public.list_lots(live boolean, after bigint default 0, most integer default 1000)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(lot) order by lot.id), '[]')
  from (
    select kept.id, kept.source, kept.line, kept.account_id as account, kept.customer, kept.granted, kept.revoked
    from private.purchases as kept
    where kept.livemode = live and kept.id > after and kept.granted > 0 and kept.source !~ '^gift_'
    order by kept.id
    limit most
  ) as lot
$$;
comment on function public.list_lots(boolean, bigint, integer) is
  'For `npm run credits -- audit`: lines that granted credits, in the order in which they were recorded.';
revoke execute on function public.list_lots(boolean, bigint, integer) from public, anon, authenticated, service_role;
grant execute on function public.list_lots(boolean, bigint, integer) to service_role;

create function public.list_undecided(live boolean, most integer default 100)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'count', (
      select pg_catalog.count(*) from private.purchases as kept where kept.livemode = live and kept.granted is null
    ),
    'lines', (
      select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(told) order by told.paid_at, told.id), '[]')
      from (
        select kept.id, kept.source, kept.line, kept.account_id as account, kept.price, kept.product, kept.paid_at,
          case
            when not exists (select from private.credits_since as since where since.livemode = live) then 'never_begun'
            when kept.price is not null and price.currency is null then 'price_unread'
            when kept.product is not null and product.name is null then 'product_unread'
            when not keys.is_known then 'unreadable'
            when keys.credits_per_100 is not null then 'other_currency'
            else 'waits'
          end as why
        from private.purchases as kept
        left join public.stripe_prices as price on price.livemode = live and price.stripe_price_id = kept.price
        left join public.stripe_products as product on product.livemode = live and product.stripe_product_id = kept.product
        cross join lateral private.credit_keys(live, kept.price, kept.product) as keys
        where kept.livemode = live and kept.granted is null
        order by kept.paid_at, kept.id
        limit most
      ) as told
    )
  )
$$;
comment on function public.list_undecided(boolean, integer) is
  'Paid lines that granted nothing yet because nobody can tell what they promised, the oldest first, each with why.';
revoke execute on function public.list_undecided(boolean, integer) from public, anon, authenticated, service_role;
grant execute on function public.list_undecided(boolean, integer) to service_role;
