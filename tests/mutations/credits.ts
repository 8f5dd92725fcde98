import type { Mutant } from './mutant.ts'

const credits = 'tests/database/sold/credits.test.ts'
const grants = 'tests/database/sold/grants.test.ts'
const manyCalls = 'tests/convergence/credits/many-calls.long.test.ts'

/** Both looks at a charge that stays open: which there are, and whether it still is. */
const closing = (
  interval: string,
) => `    where charge.state = 'open' and charge.charged_at <= pg_catalog.now() - interval '${interval}'
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
      and charge.state = 'open' and charge.charged_at <= pg_catalog.now() - interval '${interval}'`

/** What keeps credits from being granted twice, spent twice, or paid by somebody else. */
export const creditsMutants: Mutant[] = [
  {
    defense: 'credits: an older read takes no refund back',
    out: 'if ticket <= standing.last_ticket then',
    by: 'if false then',
    test: grants,
  },
  {
    defense: 'credits: a row keeps a number that is drawn when it is written',
    out: "fresh := pg_catalog.nextval('private.read_tickets');\n  insert into private.purchases as kept",
    by: 'fresh := ticket;\n  insert into private.purchases as kept',
    test: grants,
  },
  {
    defense: 'credits: what was taken back is owed by lots of the same customer only',
    out: 'where kept.customer = of_customer collate "C" and kept.is_open',
    by: 'where kept.is_open',
    test: credits,
  },
  {
    defense: 'credits: a charge locks the account before it reads',
    out: 'perform private.lock_accounts(holders);\n  if bearer.id is not null then',
    by: 'if bearer.id is not null then',
    test: manyCalls,
  },
  {
    defense: 'credits: whoever waits for an account gives up after two seconds',
    out: `allow_debt boolean default false, open boolean default false
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '2s'`,
    by: `allow_debt boolean default false, open boolean default false
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''`,
    test: manyCalls,
  },
  {
    defense: 'credits: a settlement says what a charge came to, not by how much it was lowered',
    out: 'surplus bigint := charge.final - to_final;',
    by: 'surplus bigint := to_final;',
    test: credits,
  },
  {
    defense: 'credits: a charge is settled once',
    out: "if prior.state = 'settled' then",
    by: 'if false then',
    test: credits,
  },
  {
    defense: 'credits: a settlement only lowers',
    out: 'if settle_charge.final_cost > prior.cost then',
    by: 'if false then',
    test: credits,
  },
  {
    defense: 'credits: a late settlement still collects',
    out: "if prior.state = 'void' then",
    by: "if prior.state = 'void' then\n    return private.told_bearer('already_settled', payer, bearer);\n  elsif false then",
    test: credits,
  },
  {
    defense: 'credits: nothing is granted for what was paid before',
    out: "if sold ->> 'cost' is null or was_paid_at < granting then",
    by: "if sold ->> 'cost' is null then",
    test: grants,
  },
  {
    defense: 'credits: what was granted is fixed',
    out: `and kept.line = sold ->> 'line' collate "C" and kept.granted is null;`,
    by: `and kept.line = sold ->> 'line' collate "C";`,
    test: grants,
  },
  {
    defense: 'credits: they are granted for fresh money, not for the price',
    out: '* line.quantity * coalesce(elapsed, 1) * least(line.paid, line.cost),',
    by: '* line.quantity * coalesce(elapsed, 1) * line.cost,',
    test: grants,
  },
  {
    defense: 'credits: what was taken back is rounded up',
    out: 'kept.granted::numeric * taken_back + captured - 1, captured',
    by: 'kept.granted::numeric * taken_back, captured',
    test: grants,
  },
  {
    defense: 'credits: a period ends the lots of the one before',
    out: 'set lot_until = least(kept.lot_until, lot.starts_at)',
    by: 'set lot_until = kept.lot_until',
    test: grants,
  },
  {
    defense: 'credits: debt is for whoever asks for it',
    out: "if missing > 0 and (of_purchase <> '' or not coalesce(charge_credits.allow_debt, false)) then",
    by: 'if false then',
    test: credits,
  },
  {
    defense: 'credits: a key that was charged is not charged again',
    out: "if prior.state in ('charged', 'open') or prior.final > 0 then",
    by: "if prior.state = 'open' then",
    test: credits,
  },
  {
    defense: 'credits: a key is of one cost',
    out: 'if prior.cost <> charge_credits.cost then',
    by: 'if false then',
    test: credits,
  },
  {
    defense: 'credits: those of test mode pay nothing live',
    out: 'where kept.livemode = live and (',
    by: 'where (',
    test: credits,
  },
  {
    defense: 'credits: what ends first is spent first',
    out: `create function private.plan_charge(of_account uuid, cost bigint, out available bigint, out parts bigint[])
language sql
stable
security invoker
set search_path = ''
as $$
  select
    coalesce(pg_catalog.sum(lot.remaining), 0)::bigint,
    coalesce(
      pg_catalog.array_agg(array[lot.id, least(lot.remaining, cost - lot.before)] order by lot.lot_until`,
    by: `create function private.plan_charge(of_account uuid, cost bigint, out available bigint, out parts bigint[])
language sql
stable
security invoker
set search_path = ''
as $$
  select
    coalesce(pg_catalog.sum(lot.remaining), 0)::bigint,
    coalesce(
      pg_catalog.array_agg(array[lot.id, least(lot.remaining, cost - lot.before)] order by lot.id`,
    test: credits,
  },
  {
    defense: 'credits: an open charge has an hour',
    out: closing('1 hour'),
    by: closing('1 minute'),
    test: credits,
  },
  {
    defense: 'credits: what is owed is not forgotten after ninety days',
    out: "kept.state <> 'open' and kept.owed = 0",
    by: "kept.state <> 'open'",
    test: credits,
  },
]
