-- The verbs of the site's own back end take tokens.

-- As before, and volatile: it keeps the day on which a token was used. Definer: nobody touches the tables themselves.
create or replace function public.account_of(
  token text default null, account text default null, address text default null, live boolean default true
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  bearer private.api_tokens;
begin
  if pg_catalog.num_nonnulls(account_of.token, account_of.account, account_of.address) <> 1 then
    raise exception 'give exactly one of token, account and address' using errcode = '22023';
  end if;
  if account_of.token is not null then
    bearer := private.find_token(account_of.token, account_of.live);
    if bearer.id is null then
      return private.nothing_known('token_unknown');
    end if;
    perform private.note_token_use(bearer);
    if bearer.session is not null then
      return private.describe_purchase(bearer);
    end if;
    -- Whoever has a token may have found it: no address.
    return private.describe_account(bearer.account_id) || '{ "address": null }';
  end if;
  return coalesce(
    private.describe_account(private.find_account(account_of.account, account_of.address, account_of.live)),
    private.nothing_known('account_unknown')
  );
end
$$;

create function private.told_bearer(
  outcome text, of_account uuid, bearer private.api_tokens, balance bigint default null
)
returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  select case
    when bearer.session is null then private.told(outcome, of_account, balance)
    else pg_catalog.jsonb_build_object(
      'outcome', outcome,
      'balance', coalesce(told_bearer.balance, (private.plan_purchase(bearer.sources, 0)).available),
      'account', null,
      'purchase', bearer.session
    )
  end
$$;
comment on function private.told_bearer(text, uuid, private.api_tokens, bigint) is
  'As told; to whoever has a purchase token, of that purchase alone.';
revoke execute on function private.told_bearer(text, uuid, private.api_tokens, bigint)
  from public, anon, authenticated, service_role;

-- As before, and a token may name the account, or one purchase of it.
create or replace function public.charge_credits(
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
  bearer private.api_tokens;
  of_purchase text;
  holders uuid[];
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
    bearer := private.find_token(charge_credits.token, charge_credits.live);
    holders := case
      when bearer.session is null then array[bearer.account_id]
      else private.holders_of(bearer.sources)
    end;
    payer := holders[1];
    if payer is null then
      return private.told('token_unknown', null);
    end if;
  else
    payer := private.find_account(charge_credits.account, charge_credits.address, charge_credits.live);
    holders := array[payer];
    if payer is null then
      return private.told('account_unknown', null);
    end if;
  end if;
  of_purchase := coalesce(bearer.session, '');
  -- Before anything is read that another charge may change.
  perform private.lock_accounts(holders);
  if bearer.id is not null then
    -- It may have ended while this call waited. Held, so that it ends before this call or after it.
    select * into bearer
    from private.api_tokens as kept
    where kept.id = bearer.id and kept.hash = bearer.hash and kept.ended_at is null
    for no key update;
    if not found then
      return private.told('token_unknown', null);
    end if;
    perform private.note_token_use(bearer);
    if bearer.session is not null and not holders @> private.holders_of(bearer.sources) then
      raise exception 'the purchase moved meanwhile' using errcode = '40001';
    end if;
  end if;

  select * into prior from private.charges as kept
  where kept.key = charge_credits.key collate "C" and kept.purchase = of_purchase
    and (of_purchase <> '' or kept.account_id = payer);
  if prior.cost <> charge_credits.cost then
    return private.told_bearer('key_reused', payer, bearer);
  end if;
  -- What was settled at nothing, or voided, is charged anew.
  if prior.state in ('charged', 'open') or prior.final > 0 then
    return private.told_bearer('repeated', payer, bearer);
  end if;
  -- Counted under the account's lock, so that it is exact however many call at once.
  if bearer.spent + charge_credits.cost > bearer.spend_limit then
    return private.told_bearer('token_limit_reached', payer, bearer);
  end if;

  if of_purchase = '' then
    perform private.pay_debt(payer);
    select * into plan from private.plan_charge(payer, charge_credits.cost);
  else
    select * into plan from private.plan_purchase(bearer.sources, charge_credits.cost);
  end if;
  missing := greatest(0, charge_credits.cost - plan.available);
  -- Nobody could be asked for a purchase's debt.
  if missing > 0 and (of_purchase <> '' or not coalesce(charge_credits.allow_debt, false)) then
    return private.told_bearer('credits_short', payer, bearer);
  end if;
  perform private.spend_parts(plan.parts);
  if prior.key is not null then
    delete from private.charges as kept
    where kept.account_id = prior.account_id and kept.key = prior.key and kept.purchase = of_purchase;
  end if;
  insert into private.charges (account_id, key, purchase, cost, final, parts, owed, state, token_id)
  values (
    payer, charge_credits.key, of_purchase, charge_credits.cost, charge_credits.cost, plan.parts, missing,
    case when charge_credits.open then 'open' else 'charged' end, bearer.id
  );
  update private.api_tokens as kept set spent = kept.spent + charge_credits.cost where kept.id = bearer.id;
  -- Where something is left, nothing is owed.
  return private.told_bearer('charged', payer, bearer, nullif(greatest(0, plan.available - charge_credits.cost), 0));
end
$$;

-- As before, and a charge may be of a purchase.
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
  where kept.account_id = payer and kept.key = settle_charge.key collate "C" and kept.purchase = of_purchase;
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
