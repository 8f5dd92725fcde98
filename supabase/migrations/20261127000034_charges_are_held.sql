-- Whoever lowers a charge holds its row: the clock deletes what is old without the account's lock, and what was given back
-- for a row that is gone, or twice for one that was written meanwhile, would be counted nowhere.

create or replace function private.lower_charge(charge private.charges, to_final bigint, to_state text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  surplus bigint := charge.final - to_final;
  -- What nobody paid yet comes first: it was the last to be asked for.
  unpaid bigint := least(charge.owed, surplus);
  rest bigint[];
  of_customer text;
  behind uuid;
begin
  -- By itself: within the update it would be done again for a row that somebody else has written meanwhile.
  rest := private.give_back(charge.parts, surplus - unpaid);
  update private.charges as kept
  set final = to_final, owed = charge.owed - unpaid, parts = rest, state = to_state,
    owed_by = case when charge.owed > unpaid then charge.owed_by end
  where kept.account_id = charge.account_id and kept.key = charge.key and kept.purchase = charge.purchase;
  update private.api_tokens as kept set spent = kept.spent - surplus where kept.id = charge.token_id and surplus > 0;
  -- What came back pays what is still owed.
  for of_customer in
    select distinct lot.customer from private.purchases as lot
    where lot.customer is not null
      and lot.id in (select charge.parts[at][1] from pg_catalog.generate_subscripts(charge.parts, 1) as at)
  loop
    perform private.settle_customer(of_customer);
  end loop;
  foreach behind in array private.accounts_behind(charge.account_id, charge.parts) loop
    perform private.pay_debt(behind);
  end loop;
end
$$;

-- As before, and each charge is looked at again once its accounts are held. Definer: nobody touches the tables themselves.
create or replace function public.close_charges(most integer default 500)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  late private.charges;
  behind uuid[];
  voided integer := 0;
  folded integer := 0;
begin
  for late in
    select charge.*
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
    -- As it is now, and held: the same key may have been settled and charged anew since.
    select charge.* into late
    from private.charges as charge
    where charge.account_id = late.account_id and charge.key = late.key and charge.purchase = late.purchase
      and charge.state = 'open' and charge.charged_at <= pg_catalog.now() - interval '1 hour'
    for update;
    if found and behind @> private.accounts_behind(late.account_id, late.parts) then
      perform private.lower_charge(late, 0, 'void');
      voided := voided + 1;
    end if;
  end loop;

  -- What is deleted is added up first, where it was taken from and where it was spent.
  with old as (
    delete from private.charges as charge
    where (charge.account_id, charge.key, charge.purchase) in (
      select kept.account_id, kept.key, kept.purchase
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

-- As before, and it holds the charge. Definer, as above.
create or replace function public.settle_charge(
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
  of_purchase text := coalesce(settle_charge.purchase, '');
  bearer private.api_tokens;
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
  if settle_charge.purchase is not null then
    -- Also where its token has ended: the work was begun before.
    select * into bearer from private.api_tokens as kept
    where kept.session = settle_charge.purchase collate "C" and kept.livemode = settle_charge.live;
    payer := case when found then (
      select kept.account_id from private.charges as kept
      where kept.purchase = of_purchase and kept.purchase <> '' and kept.key = settle_charge.key collate "C"
    ) end;
  else
    payer := private.find_account(settle_charge.account, null, settle_charge.live);
  end if;
  select * into prior from private.charges as kept
  where kept.account_id = payer and kept.key = settle_charge.key collate "C" and kept.purchase = of_purchase;
  if not found then
    return private.told_bearer('charge_unknown', payer, bearer);
  end if;
  -- A purchase's lots may belong to somebody else by now: collecting takes from them.
  behind := private.accounts_behind(payer, prior.parts) || private.holders_of(bearer.sources);
  perform private.lock_accounts(behind);
  select * into prior from private.charges as kept
  where kept.account_id = payer and kept.key = settle_charge.key collate "C" and kept.purchase = of_purchase
  for update;
  if not found
    or not behind @> (private.accounts_behind(payer, prior.parts) || private.holders_of(bearer.sources)) then
    raise exception 'the charge changed meanwhile' using errcode = '40001';
  end if;

  if settle_charge.final_cost > prior.cost then
    return private.told_bearer('above_charge', payer, bearer);
  end if;
  if prior.state = 'settled' then
    return private.told_bearer('already_settled', payer, bearer);
  end if;
  if prior.state = 'void' then
    -- The work was done after all: it is collected, as debt where nothing is left. A purchase has none.
    if of_purchase = '' then
      perform private.pay_debt(payer);
      select * into plan from private.plan_charge(payer, settle_charge.final_cost);
    else
      select * into plan from private.plan_purchase(bearer.sources, settle_charge.final_cost);
    end if;
    perform private.spend_parts(plan.parts);
    update private.charges as kept
    set parts = plan.parts, state = 'settled',
      final = case
        when of_purchase = '' then settle_charge.final_cost
        else least(plan.available, settle_charge.final_cost)
      end,
      owed = case when of_purchase = '' then greatest(0, settle_charge.final_cost - plan.available) else 0 end
    where kept.account_id = payer and kept.key = prior.key and kept.purchase = of_purchase
    returning kept.* into prior;
    update private.api_tokens as kept set spent = kept.spent + prior.final where kept.id = prior.token_id;
  else
    perform private.lower_charge(prior, settle_charge.final_cost, 'settled');
  end if;
  return private.told_bearer('settled', payer, bearer);
end
$$;
