-- The verbs of the site's own back end, each one call and one transaction.

-- Definer, as all that follow: nobody touches the tables themselves.
create or replace function private.describe_account(of_account uuid)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'outcome', 'found',
    'account', owner.id,
    'address', owner.address,
    'balance', private.balance_of(owner.id),
    'access', (
      select coalesce(pg_catalog.jsonb_agg(opened.name order by opened.name), '[]')
      from (
        select distinct named.name collate "C" as name
        from private.purchases as kept
        cross join lateral pg_catalog.unnest(private.access_names(owner.livemode, kept.price, kept.product)) as named (name)
        where kept.account_id = owner.id and kept.access_until > pg_catalog.now()
      ) as opened
    ),
    'lots', (
      select coalesce(
        pg_catalog.jsonb_agg(
          pg_catalog.jsonb_build_object(
            'left', lot.granted - lot.revoked - lot.spent,
            'endsAt', pg_catalog.to_char(
              nullif(lot.lot_until, 'infinity') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
            )
          )
          order by lot.lot_until, lot.id
        ),
        '[]'
      )
      from private.purchases as lot
      where lot.account_id = owner.id and lot.is_open
        and lot.starts_at <= pg_catalog.now() and lot.lot_until > pg_catalog.now()
    )
  )
  from private.accounts as owner
  where owner.id = of_account
$$;

create or replace function public.account_of(
  token text default null, account text default null, address text default null, live boolean default true
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  if pg_catalog.num_nonnulls(account_of.token, account_of.account, account_of.address) <> 1 then
    raise exception 'give exactly one of token, account and address' using errcode = '22023';
  end if;
  if account_of.token is not null then
    return private.nothing_known('token_unknown');
  end if;
  return coalesce(
    private.describe_account(private.find_account(account_of.account, account_of.address, account_of.live)),
    private.nothing_known('account_unknown')
  );
end
$$;

create function private.told(outcome text, of_account uuid, balance bigint default null)
returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'outcome', outcome,
    'balance', coalesce(told.balance, case when of_account is null then 0 else private.balance_of(of_account) end),
    'account', of_account,
    'purchase', null
  )
$$;
comment on function private.told(text, uuid, bigint) is 'What charge and settle answer; the balance is added up unless it is given.';
revoke execute on function private.told(text, uuid, bigint) from public, anon, authenticated, service_role;

-- One function without a second of its name: the Data API finds it by the names of what it is given.
create function public.charge_credits(
  cost bigint, key text,
  token text default null, account text default null, address text default null,
  live boolean default true, allow_debt boolean default false, open boolean default false
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  payer uuid;
  prior private.charges;
  plan record;
  missing bigint;
begin
  if pg_catalog.num_nonnulls(charge_credits.token, charge_credits.account, charge_credits.address) <> 1 then
    raise exception 'give exactly one of token, account and address' using errcode = '22023';
  end if;
  if charge_credits.cost is null or charge_credits.cost not between 0 and 1000000000000 then
    raise exception 'give a cost from 0 to 1000000000000' using errcode = '22023';
  end if;
  if coalesce(pg_catalog.char_length(charge_credits.key), 0) not between 1 and 200 then
    raise exception 'give a key of 1 to 200 characters' using errcode = '22023';
  end if;
  if charge_credits.token is not null then
    return private.told('token_unknown', null);
  end if;
  payer := private.find_account(charge_credits.account, charge_credits.address, charge_credits.live);
  if payer is null then
    return private.told('account_unknown', null);
  end if;
  -- Before anything is read that another charge may change.
  perform private.lock_accounts(array[payer]);

  select * into prior from private.charges as kept
  where kept.account_id = payer and kept.key = charge_credits.key collate "C";
  if prior.cost <> charge_credits.cost then
    return private.told('key_reused', payer);
  end if;
  -- What was settled at nothing, or voided, is charged anew.
  if prior.state in ('charged', 'open') or prior.final > 0 then
    return private.told('repeated', payer);
  end if;

  perform private.pay_debt(payer);
  select * into plan from private.plan_charge(payer, charge_credits.cost);
  missing := greatest(0, charge_credits.cost - plan.available);
  if missing > 0 and not coalesce(charge_credits.allow_debt, false) then
    return private.told('credits_short', payer);
  end if;
  perform private.spend_parts(plan.parts);
  insert into private.charges as kept (account_id, key, cost, final, parts, owed, state)
  values (
    payer, charge_credits.key, charge_credits.cost, charge_credits.cost, plan.parts, missing,
    case when charge_credits.open then 'open' else 'charged' end
  )
  on conflict on constraint charges_pkey do update
    set final = excluded.final, parts = excluded.parts, owed = excluded.owed, state = excluded.state,
      charged_at = excluded.charged_at;
  -- Where something is left, nothing is owed.
  return private.told('charged', payer, nullif(greatest(0, plan.available - charge_credits.cost), 0));
end
$$;
comment on function public.charge_credits(bigint, text, text, text, text, boolean, boolean, boolean) is
  'For the site''s own back end: spends credits, once for each key. Says charged, repeated, credits_short, key_reused, token_unknown, token_limit_reached or account_unknown, with the balance.';
revoke execute on function public.charge_credits(bigint, text, text, text, text, boolean, boolean, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.charge_credits(bigint, text, text, text, text, boolean, boolean, boolean) to service_role;

create function public.settle_charge(
  key text, final_cost bigint, account text default null, purchase text default null, live boolean default true
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  payer uuid;
  behind uuid[];
  prior private.charges;
  plan record;
begin
  if pg_catalog.num_nonnulls(settle_charge.account, settle_charge.purchase) <> 1 then
    raise exception 'give exactly one of account and purchase' using errcode = '22023';
  end if;
  if settle_charge.final_cost is null or settle_charge.final_cost < 0 then
    raise exception 'give a final cost of 0 or more' using errcode = '22023';
  end if;
  payer := private.find_account(settle_charge.account, null, settle_charge.live);
  select private.accounts_behind(kept.account_id, kept.parts) into behind
  from private.charges as kept
  where kept.account_id = payer and kept.key = settle_charge.key collate "C";
  if not found then
    return private.told('charge_unknown', payer);
  end if;
  perform private.lock_accounts(behind);
  select * into strict prior from private.charges as kept
  where kept.account_id = payer and kept.key = settle_charge.key collate "C";
  if not behind @> private.accounts_behind(payer, prior.parts) then
    raise exception 'the charge changed meanwhile' using errcode = '40001';
  end if;

  if settle_charge.final_cost > prior.cost then
    return private.told('above_charge', payer);
  end if;
  if prior.state = 'settled' then
    return private.told('already_settled', payer);
  end if;
  if prior.state = 'void' then
    -- The work was done after all: it is collected, as debt where nothing is left.
    perform private.pay_debt(payer);
    select * into plan from private.plan_charge(payer, settle_charge.final_cost);
    perform private.spend_parts(plan.parts);
    update private.charges as kept
    set final = settle_charge.final_cost, parts = plan.parts, state = 'settled',
      owed = greatest(0, settle_charge.final_cost - plan.available)
    where kept.account_id = payer and kept.key = prior.key;
  else
    perform private.lower_charge(payer, prior.key, settle_charge.final_cost, 'settled');
  end if;
  return private.told('settled', payer);
end
$$;
comment on function public.settle_charge(text, bigint, text, text, boolean) is
  'For the site''s own back end: lowers a charge to what it came to, once. Says settled, already_settled, above_charge or charge_unknown, with the balance.';
revoke execute on function public.settle_charge(text, bigint, text, text, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.settle_charge(text, bigint, text, text, boolean) to service_role;

create function public.give_credits(
  address text, credits bigint, note text, key text, ends_at timestamptz default null, live boolean default true
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  receiver uuid;
  folded text := pg_catalog.lower(pg_catalog.btrim(give_credits.address) collate "C");
  of_source text := case when give_credits.live then 'gift_live' else 'gift_test' end;
  standing private.purchases;
  ticket bigint;
begin
  if coalesce(folded, '') !~ '^[^\s@]+@[^\s@]+$' then
    raise exception 'give an address' using errcode = '22023';
  end if;
  if give_credits.credits is null or give_credits.credits not between 1 and 1000000000000 then
    raise exception 'give 1 to 1000000000000 credits' using errcode = '22023';
  end if;
  if coalesce(pg_catalog.char_length(give_credits.key), 0) not between 1 and 200 then
    raise exception 'give a key of 1 to 200 characters' using errcode = '22023';
  end if;
  receiver := private.account_for(give_credits.live, folded);
  perform private.lock_accounts(array[receiver]);
  ticket := pg_catalog.nextval('private.read_tickets');
  insert into private.purchases
    (livemode, source, line, account_id, status, starts_at, lot_until, granted, note, last_ticket, read_ticket)
  values (
    give_credits.live, of_source, give_credits.key, receiver, 'given', pg_catalog.now(),
    coalesce(give_credits.ends_at, 'infinity'), give_credits.credits, give_credits.note, ticket, ticket
  )
  on conflict (source, line) do nothing;
  if found then
    perform private.pay_debt(receiver);
    return private.told('given', receiver);
  end if;
  select * into strict standing from private.purchases as kept
  where kept.source = of_source and kept.line = give_credits.key collate "C";
  return private.told(
    case
      when standing.account_id = receiver and standing.granted = give_credits.credits
        and standing.lot_until = coalesce(give_credits.ends_at, 'infinity') then 'repeated'
      else 'key_reused'
    end,
    receiver
  );
end
$$;
comment on function public.give_credits(text, bigint, text, text, timestamptz, boolean) is
  'For the site''s own back end: credits that nobody bought, once for each key. Says given, repeated or key_reused, with the balance.';
revoke execute on function public.give_credits(text, bigint, text, text, timestamptz, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.give_credits(text, bigint, text, text, timestamptz, boolean) to service_role;

create function public.audit_credits(live boolean default true)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object('rows', coalesce(pg_catalog.jsonb_agg(wrong.found), '[]'))
  from (
    select pg_catalog.jsonb_build_object(
      'account', charge.account_id, 'key', charge.key, 'final', charge.final,
      'parts', private.sum_parts(charge.parts), 'owed', charge.owed
    ) as found
    from private.charges as charge
    join private.accounts as payer on payer.id = charge.account_id
    where payer.livemode = audit_credits.live
      and charge.final <> private.sum_parts(charge.parts) + charge.owed
    union all
    -- Lots of one customer pay for each other; any other lot stands alone.
    select pg_catalog.jsonb_build_object(
      'purchases', pg_catalog.jsonb_agg(lot.id order by lot.id), 'spent', pg_catalog.sum(lot.spent),
      'charged', pg_catalog.sum(lot.charged)
    )
    from (
      select kept.id, kept.spent, kept.spent_before + coalesce(used.credits, 0) as charged,
        coalesce(kept.customer, kept.id::text) as payer
      from private.purchases as kept
      left join (
        select charge.parts[at][1] as id, pg_catalog.sum(charge.parts[at][2]) as credits
        from private.charges as charge
        cross join lateral pg_catalog.generate_subscripts(charge.parts, 1) as at
        group by 1
      ) as used on used.id = kept.id
      where kept.livemode = audit_credits.live
    ) as lot
    group by lot.payer
    having pg_catalog.sum(lot.spent) <> pg_catalog.sum(lot.charged)
  ) as wrong
$$;
comment on function public.audit_credits(boolean) is
  'Everything that does not add up between what lots say was spent and what charges say; none, unless something is broken.';
revoke execute on function public.audit_credits(boolean) from public, anon, authenticated, service_role;
grant execute on function public.audit_credits(boolean) to service_role;

-- Called by the clock.
create function public.close_charges(most integer default 500)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  late record;
  behind uuid[];
  voided integer := 0;
  folded integer := 0;
begin
  for late in
    select charge.account_id, charge.key, charge.parts
    from private.charges as charge
    where charge.state = 'open' and charge.charged_at <= pg_catalog.now() - interval '1 hour'
    order by charge.charged_at
    limit most
  loop
    behind := private.accounts_behind(late.account_id, late.parts);
    -- Whoever is at work on one of these is left alone until the next turn.
    if (
      select pg_catalog.count(*) from (
        select from private.accounts as kept where kept.id = any (behind) order by kept.id
        for no key update skip locked
      ) as free
    ) < pg_catalog.cardinality(behind) then
      continue;
    end if;
    perform from private.charges as charge
    where charge.account_id = late.account_id and charge.key = late.key and charge.state = 'open'
      and charge.parts = late.parts and behind @> private.accounts_behind(charge.account_id, charge.parts);
    if found then
      perform private.lower_charge(late.account_id, late.key, 0, 'void');
      voided := voided + 1;
    end if;
  end loop;

  -- What is deleted is added up first, where it was taken from and where it was spent.
  with old as (
    delete from private.charges as charge
    where (charge.account_id, charge.key) in (
      select kept.account_id, kept.key
      from private.charges as kept
      where kept.charged_at < pg_catalog.now() - interval '90 days' and kept.state <> 'open' and kept.owed = 0
      limit most
      for update skip locked
    )
    returning charge.account_id, charge.final, charge.parts
  ), by_lot as (
    update private.purchases as kept
    set spent_before = kept.spent_before + used.credits
    from (
      select old.parts[at][1] as id, pg_catalog.sum(old.parts[at][2]) as credits
      from old cross join lateral pg_catalog.generate_subscripts(old.parts, 1) as at
      group by 1
    ) as used
    where kept.id = used.id
  ), by_account as (
    update private.accounts as kept
    set spent_before = kept.spent_before + used.credits
    from (select old.account_id, pg_catalog.sum(old.final) as credits from old group by 1) as used
    where kept.id = used.account_id
  )
  select pg_catalog.count(*) into folded from old;
  return pg_catalog.jsonb_build_object('voided', voided, 'folded', folded);
end
$$;
comment on function public.close_charges(integer) is
  'Voids charges that stayed open for an hour, and adds up and deletes what is older than ninety days.';
revoke execute on function public.close_charges(integer) from public, anon, authenticated, service_role;
grant execute on function public.close_charges(integer) to service_role;

-- As before, with what was spent in the last thirty days, a day in UTC each.
create or replace function public.my_account(live boolean default true)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  proven text := private.proven_address();
  mine uuid;
begin
  if proven is null then
    return private.nothing_known('account_unknown') || '{ "spent": [] }';
  end if;
  -- A statement of its own: one doesn't see the account that it makes.
  mine := private.account_for(live, proven);
  return private.describe_account(mine) || pg_catalog.jsonb_build_object('spent', (
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('day', spent.day, 'credits', spent.credits) order by spent.day), '[]')
    from (
      select (charge.charged_at at time zone 'utc')::date as day, pg_catalog.sum(charge.final) as credits
      from private.charges as charge
      where charge.account_id = mine and charge.final > 0 and charge.charged_at > pg_catalog.now() - interval '30 days'
      group by 1
    ) as spent
  ));
end
$$;
