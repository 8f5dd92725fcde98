-- What a paid line grants: fixed by the first read that can tell, and never more than the money that came in for it.
alter table private.purchases add column paid_at timestamptz;
comment on column private.purchases.paid_at is 'When its source was paid.';

create table private.credits_since (
  livemode boolean primary key,
  since timestamptz not null
);
comment on table private.credits_since is
  'Lines paid before this grant no credits: whoever begins to promise some promises none for the past.';

alter table private.credits_since enable row level security;
revoke all on private.credits_since from public, anon, authenticated, service_role;

create function public.begin_credits(mode boolean, at timestamptz)
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  insert into private.credits_since as kept (livemode, since) values (mode, at)
  on conflict (livemode) do nothing
$$;
comment on function public.begin_credits(boolean, timestamptz) is
  'Credits are granted for what is paid from now on, unless that was said before.';
revoke execute on function public.begin_credits(boolean, timestamptz) from public, anon, authenticated, service_role;
grant execute on function public.begin_credits(boolean, timestamptz) to service_role;

create function public.move_credits_since(mode boolean, to_time timestamptz)
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
  return undecided;
end
$$;
comment on function public.move_credits_since(boolean, timestamptz) is
  'Grants credits for the past, too, by what prices promise today: the next pass decides. Says how many lines are undecided by it.';
revoke execute on function public.move_credits_since(boolean, timestamptz) from public, anon, authenticated, service_role;
grant execute on function public.move_credits_since(boolean, timestamptz) to service_role;

-- The price's key, else the product's; a value that can't be read, or a row that isn't here yet, leaves it open.
create function private.credit_keys(
  mode boolean, price_id text, product_id text,
  out is_known boolean, out credits integer, out credits_per_100 integer, out credits_last text,
  out currency text, out span interval
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  price public.stripe_prices;
  product public.stripe_products;
  unread text[];
begin
  is_known := true;
  if price_id is not null then
    select * into price from public.stripe_prices as kept
    where kept.livemode = mode and kept.stripe_price_id = price_id collate "C" and kept.currency is not null;
    is_known := found;
  end if;
  if product_id is not null then
    select * into product from public.stripe_products as kept
    where kept.livemode = mode and kept.stripe_product_id = product_id collate "C" and kept.name is not null;
    is_known := is_known and found;
  end if;
  if not is_known then
    return;
  end if;
  credits := coalesce(price.credits, case when 'credits' = any (price.unreadable) then null else product.credits end);
  credits_per_100 := coalesce(
    price.credits_per_100, case when 'credits_per_100' = any (price.unreadable) then null else product.credits_per_100 end
  );
  credits_last := coalesce(
    price.credits_last, case when 'credits_last' = any (price.unreadable) then null else product.credits_last end
  );
  unread := array(
    select named.key from pg_catalog.unnest(price.unreadable) as named (key)
    union
    select named.key from pg_catalog.unnest(product.unreadable) as named (key)
    where case named.key
      when 'credits' then price.credits is null
      when 'credits_per_100' then price.credits_per_100 is null
      when 'credits_last' then price.credits_last is null
    end
  );
  is_known := not (
    unread && '{credits,credits_per_100}'
    or 'credits_last' = any (unread) and (credits is not null or credits_per_100 is not null)
  );
  currency := price.currency;
  span := case when price.interval is not null
    then (price.interval_count || ' ' || price.interval)::interval end;
end
$$;
comment on function private.credit_keys(boolean, text, text) is
  'What a price promises in credits, as the mirror has it; not known: a row is missing, or a value can''t be read.';
revoke execute on function private.credit_keys(boolean, text, text) from public, anon, authenticated, service_role;

-- `sold` is a line as the recorder is told of it. Of its `cost`, `paid` came in as fresh money for the whole sale; `worth`:
-- the line alone, before tax. Without a cost it grants nothing, as an item of a subscription, which its invoices pay.
create function private.promise_of(mode boolean, sold jsonb, out credits bigint, out lot_until timestamptz)
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
    worth bigint, currency text
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
comment on function private.promise_of(boolean, jsonb) is
  'How many credits a paid line grants, rounded down, and until when; null: nobody can tell yet.';
revoke execute on function private.promise_of(boolean, jsonb) from public, anon, authenticated, service_role;

-- As before, and it grants what a paid line promised, and takes back what was refunded or is disputed.
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
comment on function public.record_purchase(boolean, jsonb, bigint) is
  'Writes what Stripe said of one source with all its lines, where the ticket is later than its rows. Says recorded, overtaken (with the ticket of the read that the rows hold), customer_unknown (record the customer first) or payments_wanted (read it with what was paid and taken back).';

create function private.open_lot(of_source text, of_line text, credits bigint, until timestamptz)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  lot private.purchases;
begin
  update private.purchases as kept
  set granted = credits, lot_until = case when credits > 0 then until end
  where kept.source = of_source collate "C" and kept.line = of_line collate "C"
  returning kept.* into lot;
  if not credits > 0 or lot.chain is null or lot.ends_at is null
    or lot.lot_until <> lot.ends_at + interval '7 days' then
    return;
  end if;
  -- The period that follows ends the credits of this one on its first day, whichever was recorded first.
  update private.purchases as kept
  set lot_until = least(kept.lot_until, lot.starts_at)
  where kept.chain = lot.chain and kept.ends_at <= lot.starts_at and kept.lot_until > lot.starts_at
    and kept.lot_until <= kept.ends_at + interval '7 days';
  update private.purchases as kept
  set lot_until = least(kept.lot_until, (
    select pg_catalog.min(later.starts_at)
    from private.purchases as later
    where later.chain = lot.chain and later.granted > 0 and later.starts_at >= lot.ends_at
      and later.lot_until is not null
  ))
  where kept.id = lot.id;
end
$$;
comment on function private.open_lot(text, text, bigint, timestamptz) is
  'Fixes what a line grants, and ends the lots of the same item that its period follows.';
revoke execute on function private.open_lot(text, text, bigint, timestamptz) from public, anon, authenticated, service_role;

create index purchases_chain_idx on private.purchases (chain, starts_at) where chain is not null;
create index purchases_undecided_idx on private.purchases (livemode) where granted is null;

-- As before, with what each line grants, and whether that depends on what was paid.
create or replace function public.record_return(mode boolean, given jsonb, ticket bigint default 0)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  read jsonb;
  told jsonb;
  is_behind boolean := false;
  wants_payments boolean := false;
begin
  -- The sources before the customer, in one order, as everybody who writes a source: nobody waits in a ring.
  for read in
    select entry from pg_catalog.jsonb_array_elements(given -> 'purchases') as entry
    order by entry ->> 'source' collate "C"
  loop
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(read ->> 'source', 0));
  end loop;
  -- Ticket 0: where a row is there already, it holds what somebody read who came before.
  perform public.record_customers(given -> 'customers', ticket);
  perform public.record_catalogue(given -> 'products', given -> 'prices', ticket);
  for read in select entry from pg_catalog.jsonb_array_elements(given -> 'purchases') as entry loop
    told := public.record_purchase(mode, read, ticket);
    wants_payments := wants_payments or told ->> 'outcome' = 'payments_wanted';
    is_behind := is_behind or (
      told ->> 'outcome' = 'overtaken'
      and (ticket = 0 or (told ->> 'read_ticket')::bigint < ticket)
      and private.says_otherwise(read)
    );
  end loop;
  return pg_catalog.jsonb_build_object(
    'is_behind', is_behind,
    'wants_payments', wants_payments,
    'credits', (
      select coalesce(
        pg_catalog.jsonb_agg(
          (select case when pg_catalog.bool_and(kept.granted is not null) then pg_catalog.sum(kept.granted - kept.revoked) end
            from private.purchases as kept
            join pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read)
              on kept.source = named.read ->> 'source' collate "C"
            where kept.price = line.price collate "C" and kept.source !~ '^sub_')
          order by line.place
        ),
        '[]'
      )
      from rows from (pg_catalog.jsonb_to_recordset(given -> 'lines') as (price text)) with ordinality as line (price, place)
    ),
    'access', (
      select coalesce(
        pg_catalog.jsonb_agg(
          (select pg_catalog.jsonb_agg(name order by name collate "C")
            from pg_catalog.unnest(private.access_names(mode, line.price, line.product)) as named (name))
          order by line.place
        ),
        '[]'
      )
      from rows from (
        pg_catalog.jsonb_to_recordset(given -> 'lines') as (price text, product text)
      ) with ordinality as line (price, product, place)
    ),
    'recorded_at', (
      select pg_catalog.min(kept.recorded_at)
      from private.purchases as kept
      join pg_catalog.jsonb_array_elements(given -> 'purchases') as named (read)
        on kept.source = named.read ->> 'source' collate "C"
    )
  );
end
$$;
comment on function public.record_return(boolean, jsonb, bigint) is
  'Records what a returning buyer bought, and says what each line opens and grants, since when it is recorded, whether the rows hold something else that was read before (then read again under a ticket), and whether it wants to know what was paid.';
