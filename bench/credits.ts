import { inTurn, ratio } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'
import { startRealDataApi } from './services/real-data-api.ts'
import { chargeInMetadata } from './services/stripe-metadata.ts'

/**
 * A charge on a real PostgreSQL behind a real PostgREST, beside a bare counter, beside a balance that is read and then
 * written, and beside Stripe's metadata.
 */
const callers = 8
const callsEach = 25
const rounds = isFull ? 40 : 16
const stripeLatency = 120
const [manyAccounts, manyLots, fewLots] = [10_000, 100, 3]
const plenty = 1_000_000_000

explain(
  'A charge by the Data API: PostgreSQL and PostgREST themselves, on this machine, with nothing between. Limit: one ' +
    'counter without keys, lots or a list of charges, "update … set n = n - cost … returning n", as a function there. ' +
    'Baseline: a balance that is read and then written, and the same in the metadata of a customer of Stripe, whose ' +
    `stand-in takes ${stripeLatency} ms to answer.`,
)

const api = await startRealDataApi(`
  create table public.counters (id text primary key, n bigint not null) with (fillfactor = 70);
  grant select, update on public.counters to service_role;
  insert into public.counters values ('one', ${plenty}), ('plain', ${plenty});
  create function public.take_from_counter(of_id text, cost bigint) returns bigint language sql as
    'update public.counters set n = n - cost where id = of_id returning n';
  grant execute on function public.take_from_counter(text, bigint) to service_role;
  select private.account_for(true, 'few@example.com');
  select private.account_for(true, 'many.' || place || '@example.com')
  from generate_series(1, ${manyAccounts}) as place;
`)
if (api === null) {
  report({ what: 'charges', missing: 'this machine has no PostgreSQL' })
  process.exit()
}
const { postgres } = api

/** Gives each of these accounts lots of their own, a month long, as the recorder would have. */
const sell = (addresses: string, lots: number, first: number) =>
  postgres.own(`
    insert into private.purchases (livemode, source, line, account_id, customer, price, product, status, starts_at,
      ends_at, chain, lot_until, granted, last_ticket, read_ticket)
    select true, 'in_1PbEnCh' || lpad((${first} + row_number() over ()) :: text, 17, '0'), 'il_1PbEnChLiNe0000000000000',
      kept.id, 'cus_' || left(md5(kept.address), 14), 'price_1PbEnCh0000000000000000', 'prod_PbEnCh00000000', 'paid',
      now() - interval '1 day', now() + interval '1 month', 'si_' || left(md5(kept.address || lot), 14),
      now() + interval '1 month' + lot * interval '1 minute', ${plenty}, 1, 1
    from private.accounts as kept cross join generate_series(1, ${lots}) as lot
    where kept.address like '${addresses}';
    vacuum (analyze) private.purchases, private.accounts`)
await sell('few@%', fewLots, 0)

let keys = 0
const charge = async (address: string, more: object = {}) => {
  keys += 1
  const told = await api.call<{ outcome: string }>('charge_credits', {
    address,
    cost: 1,
    key: `request-${keys}`,
    ...more,
  })
  if (told.outcome !== 'charged') throw new Error(`a charge was ${told.outcome}`)
}
const count = () => api.call('take_from_counter', { of_id: 'one', cost: 1 })
/** What is written first in most tutorials. */
const readThenWrite = async () => {
  const [row] = await api.send<{ n: number }[]>('GET', '/counters?id=eq.plain&select=n')
  await api.send('PATCH', '/counters?id=eq.plain', { n: row!.n - 1 })
}

/** Milliseconds that one call takes, of so many callers who make them one after another. */
const by = (many: number, act: () => Promise<unknown>) => async () => {
  const startedAt = performance.now()
  const caller = async () => {
    for (let made = 0; made < callsEach; made += 1) await act()
  }
  await Promise.all(Array.from({ length: many }, caller))
  return (performance.now() - startedAt) / (many * callsEach)
}
const few = () => charge('few@example.com')

const alone = await inTurn(rounds, {
  ours: by(1, few),
  limit: by(1, count),
  baseline: by(1, readThenWrite),
})
report({
  what: 'a charge, one caller',
  unit: 'ms',
  ...alone,
  bounds: [{ of: 'ours / limit', value: ratio(alone.ours, alone.limit), atMost: 2 }],
})

const inPlain = async () => (await api.send<{ n: number }[]>('GET', '/counters?id=eq.plain'))[0]!.n
const before = await inPlain()
const together = await inTurn(
  rounds,
  { ours: by(callers, few), limit: by(callers, count), baseline: by(callers, readThenWrite) },
  1,
)
report({
  what: `a charge, ${callers} callers on one account`,
  unit: 'ms',
  ...together,
  bounds: [
    { of: 'rate of ours / limit', value: ratio(together.limit, together.ours), atLeast: 0.4 },
  ],
})
const made = (rounds + 1) * callers * callsEach
const [charged] = await postgres.own('select sum(spent) from private.purchases')
report({
  what: `charges lost, of ${made.toLocaleString('en')} by ${callers} callers`,
  unit: 'charges',
  ours: keys - Number(charged),
  baseline: made - (before - (await inPlain())),
  bounds: [{ of: 'ours', value: keys - Number(charged), atMost: 0 }],
})

const [row] = await postgres.own(
  `select id from private.accounts where address = 'few@example.com'`,
)
const settled = await inTurn(rounds, {
  ours: by(1, async () => {
    await charge('few@example.com', { open: true })
    await api.call('settle_charge', { account: row, key: `request-${keys}`, final_cost: 0 })
  }),
  limit: by(1, async () => {
    await count()
    await count()
  }),
})
report({ what: 'a charge that is opened and settled; limit: two counts', unit: 'ms', ...settled })

await sell('many.%', manyLots, 1_000_000)
let place = 0
const lots = await inTurn(rounds, {
  ours: by(1, () => {
    place = (place + 7919) % manyAccounts
    return charge(`many.${place + 1}@example.com`)
  }),
  limit: by(1, few),
})
report({
  what: `a charge, ${manyAccounts.toLocaleString('en')} accounts with ${manyLots} lots each; limit: one with ${fewLots}`,
  unit: 'ms',
  ...lots,
  bounds: [{ of: 'ours / limit', value: ratio(lots.ours, lots.limit), atMost: 1.5 }],
})

// Counted when a session ends.
await api.stop()
const hot = async (table: string) => {
  const [shares] = await postgres.own(
    `select n_tup_hot_upd, n_tup_upd from pg_stat_user_tables where schemaname = 'private' and relname = '${table}'`,
  )
  const [inPlace, all] = shares!.split('|').map(Number)
  return { inPlace: inPlace!, all: all! }
}
const { inPlace, all } = await hot('purchases')
report({
  what: `lots written in place, of ${all.toLocaleString('en')} writes`,
  unit: 'writes',
  ours: inPlace,
  limit: all,
  bounds: [{ of: 'ours / limit', value: inPlace / all, atLeast: 0.95 }],
})
const weights = await postgres.own(`
  select name, pg_relation_size(name::regclass) / rows, pg_indexes_size(name::regclass) / rows
  from (
    select 'private.accounts', (select count(*) from private.accounts)
    union all select 'private.purchases', (select count(*) from private.purchases)
    union all select 'private.charges', (select count(*) from private.charges)
  ) as counted (name, rows)`)
for (const weight of weights) {
  const [name, heap, indexes] = weight.split('|')
  report({ what: `weight of a row of ${name}`, unit: 'bytes', ours: Number(heap) })
  report({ what: 'its indexes', unit: 'bytes', ours: Number(indexes) })
}
await api.close()

const metadata = await chargeInMetadata({ callers, latencyMs: stripeLatency })
report({
  what: `a charge in Stripe's metadata (baseline)`,
  unit: 'ms',
  ours: alone.ours,
  baseline: metadata.milliseconds,
})
report({
  what: 'calls of Stripe for a charge',
  unit: 'calls',
  ours: 0,
  baseline: metadata.callsEach,
})
report({
  what: `charges lost, of ${callers} in Stripe's metadata at once`,
  unit: 'charges',
  ours: 0,
  baseline: metadata.lost,
})
