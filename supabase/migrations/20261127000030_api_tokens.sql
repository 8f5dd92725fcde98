-- Tokens with which a program spends what an account, or one purchase, has: never more than that, and nothing of a person.
create table private.api_tokens (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  hash bytea not null unique check (pg_catalog.octet_length(hash) = 32),
  livemode boolean not null,
  account_id uuid references private.accounts (id) on delete cascade,
  session text collate "C" unique,
  sources text[] collate "C",
  name text not null,
  last_four text not null,
  spend_limit bigint check (spend_limit >= 0),
  spent bigint not null default 0 check (spent >= 0),
  expires_at timestamptz,
  ended_at timestamptz,
  last_used_on date,
  made_at timestamptz not null default pg_catalog.now(),
  check (pg_catalog.num_nonnulls(account_id, session) = 1),
  check ((session is null) = (sources is null))
)
-- Each charge writes its token in place.
with (fillfactor = 70);
comment on table private.api_tokens is
  'Tokens of accounts, and of purchases that nobody proved an address for. The token itself is nowhere: only its hash.';
comment on column private.api_tokens.hash is
  'SHA-256 of the whole token. It needs no salt: a token is 226 random bits, which nobody guesses or lists.';
comment on column private.api_tokens.session is 'The Checkout Session whose lots and names it reaches, and nothing else.';
comment on column private.api_tokens.sources is 'What the session became: its own id, its subscription, its first invoice.';
comment on column private.api_tokens.spend_limit is 'The most that its charges may come to; null: no limit, 0: it only reads.';
comment on column private.api_tokens.spent is 'What its charges came to: a settlement gives back.';
comment on column private.api_tokens.ended_at is
  'When it was ended by hand, or by a proof of its address. Its row is kept for a while: of an account, because it counts among those that were made; of a purchase, because a second token is never made.';
comment on column private.api_tokens.last_used_on is 'A day in UTC, written once a day.';

-- What an account's owner sees; and which purchase tokens end when an address is proven.
create index api_tokens_account_id_idx on private.api_tokens (account_id) where account_id is not null;
create index api_tokens_sources_idx on private.api_tokens using gin (sources) where session is not null and ended_at is null;
-- Clearing what is over.
create index api_tokens_session_made_at_idx on private.api_tokens (made_at) where session is not null;

alter table private.api_tokens enable row level security;
revoke all on private.api_tokens from public, anon, authenticated, service_role;

-- A purchase token's keys are its own: whoever paid under somebody's address learns nothing about that account's charges.
alter table private.charges
  add column purchase text collate "C" not null default '',
  add column token_id uuid,
  drop constraint charges_pkey,
  add constraint charges_pkey primary key (account_id, key, purchase);
comment on column private.charges.purchase is 'The session whose token spent it; empty: the account did.';
comment on column private.charges.token_id is 'Whose limit it counts against; the token may be gone by now.';

-- The same key once for each purchase, whoever its rows belong to meanwhile.
create unique index charges_purchase_key_idx on private.charges (purchase, key) where purchase <> '';

create function private.make_secret(live boolean)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  made text := '';
  bytes bytea;
begin
  while pg_catalog.char_length(made) < 38 loop
    bytes := pg_catalog.uuid_send(pg_catalog.gen_random_uuid());
    for at in 0 .. 15 loop
      -- Two bytes say which kind of uuid it is; above 247, the first letters would come more often than the last.
      continue when at in (6, 8) or pg_catalog.get_byte(bytes, at) > 247;
      made := made || pg_catalog.substr(alphabet, pg_catalog.get_byte(bytes, at) % 62 + 1, 1);
    end loop;
  end loop;
  return case when live then 'pg_live_' else 'pg_test_' end || pg_catalog.left(made, 38);
end
$$;
comment on function private.make_secret(boolean) is 'A new token of one mode, by the server''s own source of randomness.';
revoke execute on function private.make_secret(boolean) from public, anon, authenticated, service_role;

create function private.hash_token(token text)
returns bytea
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.sha256(pg_catalog.convert_to(token, 'UTF8'))
$$;
comment on function private.hash_token(text) is 'What is kept of a token.';
revoke execute on function private.hash_token(text) from public, anon, authenticated, service_role;

create function private.find_token(token text, live boolean)
returns private.api_tokens
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  found_token private.api_tokens;
begin
  -- Of another form, or of the other mode: nothing is read.
  if pg_catalog.char_length(token) <> 46
    or token !~ (case when live then '^pg_live_[0-9A-Za-z]{38}$' else '^pg_test_[0-9A-Za-z]{38}$' end) then
    return null;
  end if;
  select * into found_token
  from private.api_tokens as kept
  where kept.hash = private.hash_token(token) and kept.livemode = live
    and kept.ended_at is null and (kept.expires_at is null or kept.expires_at > pg_catalog.now());
  return found_token;
end
$$;
comment on function private.find_token(text, boolean) is 'The row of a token that is good in this mode now, or null.';
revoke execute on function private.find_token(text, boolean) from public, anon, authenticated, service_role;

create function private.note_token_use(of_token private.api_tokens)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  today constant date := (pg_catalog.now() at time zone 'utc')::date;
begin
  -- The Data API answers a GET in a transaction that can't write.
  if of_token.last_used_on is distinct from today
    and pg_catalog.current_setting('transaction_read_only') = 'off' then
    update private.api_tokens as kept
    set last_used_on = today
    where kept.id = of_token.id and kept.last_used_on is distinct from today;
  end if;
end
$$;
comment on function private.note_token_use(private.api_tokens) is 'Keeps the day on which a token was used, once a day.';
revoke execute on function private.note_token_use(private.api_tokens) from public, anon, authenticated, service_role;

-- What a purchase token reaches.
create function private.rows_of(sources text[])
returns setof bigint
language sql
stable
security invoker
set search_path = ''
as $$
  select kept.id from private.purchases as kept where kept.source = any (sources collate "C")
  union
  -- A subscription's later invoices: its items' periods follow each other.
  select later.id
  from private.purchases as own
  join private.purchases as later on later.chain = own.chain
  where own.source = any (sources collate "C")
$$;
comment on function private.rows_of(text[]) is 'The rows of one purchase, with the periods that followed.';
revoke execute on function private.rows_of(text[]) from public, anon, authenticated, service_role;

create function private.holders_of(sources text[])
returns uuid[]
language sql
stable
security invoker
set search_path = ''
as $$
  select pg_catalog.array_agg(distinct kept.account_id)
  from private.purchases as kept
  where kept.id in (select private.rows_of(sources)) and kept.account_id is not null
$$;
comment on function private.holders_of(text[]) is 'The accounts to which the rows of a purchase belong, as a rule one; null: none.';
revoke execute on function private.holders_of(text[]) from public, anon, authenticated, service_role;

create function private.plan_purchase(sources text[], cost bigint, out available bigint, out parts bigint[])
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
      where kept.id in (select private.rows_of(sources)) and kept.is_open
        and kept.starts_at <= pg_catalog.now() and kept.lot_until > pg_catalog.now()
    ) as open
  ) as lot
$$;
comment on function private.plan_purchase(text[], bigint) is 'As plan_charge, of the lots of one purchase.';
revoke execute on function private.plan_purchase(text[], bigint) from public, anon, authenticated, service_role;

-- Definer, as describe_account.
create function private.describe_purchase(of_token private.api_tokens)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'outcome', 'found',
    'account', null,
    'purchase', of_token.session,
    'address', null,
    'balance', (private.plan_purchase(of_token.sources, 0)).available,
    'access', (
      select coalesce(pg_catalog.jsonb_agg(opened.name order by opened.name), '[]')
      from (
        select distinct named.name collate "C" as name
        from private.purchases as kept
        cross join lateral pg_catalog.unnest(
          private.access_names(of_token.livemode, kept.price, kept.product)
        ) as named (name)
        where kept.id in (select private.rows_of(of_token.sources)) and kept.access_until > pg_catalog.now()
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
      where lot.id in (select private.rows_of(of_token.sources)) and lot.is_open
        and lot.starts_at <= pg_catalog.now() and lot.lot_until > pg_catalog.now()
    )
  )
$$;
comment on function private.describe_purchase(private.api_tokens) is
  'What a purchase token reaches at this moment: nothing of an account, and no address.';
revoke execute on function private.describe_purchase(private.api_tokens) from public, anon, authenticated, service_role;

-- As before, and a charge of a purchase token is never anybody's debt.
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
    where charge.account_id = debt.account_id and charge.key = debt.key and charge.purchase = '';
  end loop;
end
$$;

-- As before, by the charge itself, and what it gives back no longer counts against its token's limit.
drop function private.lower_charge(uuid, text, bigint, text);
create function private.lower_charge(charge private.charges, to_final bigint, to_state text)
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
  of_customer text;
  behind uuid;
begin
  update private.charges as kept
  set final = to_final, owed = charge.owed - unpaid, parts = private.give_back(charge.parts, surplus - unpaid), state = to_state,
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
comment on function private.lower_charge(private.charges, bigint, text) is
  'Lowers a charge and gives the rest back. Its caller holds the locks of all accounts behind it.';
revoke execute on function private.lower_charge(private.charges, bigint, text) from public, anon, authenticated, service_role;

-- As before, with the charges of purchase tokens.
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
    perform from private.charges as charge
    where charge.account_id = late.account_id and charge.key = late.key and charge.purchase = late.purchase
      and charge.state = 'open' and charge.parts = late.parts and charge.owed = late.owed
      and behind @> private.accounts_behind(charge.account_id, charge.parts);
    if found then
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
