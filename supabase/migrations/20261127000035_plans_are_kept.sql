-- What every charge runs through, in the language whose plans a session keeps: one of SQL is planned anew by each call.
create or replace function private.find_account(account text, address text, live boolean)
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if find_account.account is not null then
    -- Compared as a uuid, for the index; another form is nobody's.
    return case
      when find_account.account ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (
        select kept.id from private.accounts as kept
        where kept.id = find_account.account::uuid and kept.livemode = live
      )
    end;
  end if;
  return (
    select kept.id from private.accounts as kept
    where kept.livemode = live and kept.address = pg_catalog.lower(pg_catalog.btrim(find_account.address) collate "C")
  );
end
$$;

create or replace function private.plan_charge(of_account uuid, cost bigint, out available bigint, out parts bigint[])
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  select
    coalesce(pg_catalog.sum(lot.remaining), 0)::bigint,
    coalesce(
      pg_catalog.array_agg(array[lot.id, least(lot.remaining, cost - lot.before)] order by lot.lot_until, lot.id)
        filter (where lot.before < cost),
      '{}'
    )
  into available, parts
  from (
    select open.id, open.lot_until, open.remaining,
      (pg_catalog.sum(open.remaining) over (order by open.lot_until, open.id) - open.remaining)::bigint as before
    from (
      select kept.id, kept.lot_until, kept.granted - kept.revoked - kept.spent as remaining
      from private.purchases as kept
      where kept.account_id = of_account and kept.is_open
        and kept.starts_at <= pg_catalog.now() and kept.lot_until > pg_catalog.now()
    ) as open
  ) as lot;
end
$$;

create or replace function private.told(outcome text, of_account uuid, balance bigint default null)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return pg_catalog.jsonb_build_object(
    'outcome', told.outcome,
    'balance', coalesce(told.balance, case when of_account is null then 0 else private.balance_of(of_account) end),
    'account', of_account,
    'purchase', null
  );
end
$$;

create or replace function private.told_bearer(
  outcome text, of_account uuid, bearer private.api_tokens, balance bigint default null
)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if bearer.session is null then
    return private.told(told_bearer.outcome, of_account, told_bearer.balance);
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', told_bearer.outcome,
    'balance', coalesce(told_bearer.balance, (private.plan_purchase(bearer.sources, 0)).available),
    'account', null,
    'purchase', bearer.session
  );
end
$$;
