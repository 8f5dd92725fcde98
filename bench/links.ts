import portalLinks from '../netlify/functions/portal-links.ts'
import { forgetGateway } from '../server/wiring.ts'
import { inTurn, ratio, skipped } from './figures/measure.ts'
import type { Spread } from './figures/measure.ts'
import { openPlainly, readRows } from './figures/plain-links.ts'
import { linksRequest } from './services/requests.ts'
import { exactly, explain, isFull, report } from './figures/row.ts'
import type { Bound } from './figures/row.ts'
import { startSetting } from './figures/setting.ts'
import type { Service } from './figures/timed-calls.ts'
import { criticalPath } from './figures/timed-calls.ts'

const databaseMs = 10
const part = 'links'
const setting = await startSetting()
const { neighbours, stripe } = setting

explain(
  part,
  `${databaseMs} ms per answer of the database. Keys, settings and product names are known but where it says "fresh". ` +
    'Baseline: reads the rows and opens one session after another. It leaves out the proof of the address, the question ' +
    'to Stripe whether a row is still true, the count of requests, healing, and the labels. Limit: one answer of the ' +
    'database, then one of Stripe. Of a hundred customers ours opens the first ten, the rest when they are pressed.',
)

async function ours(token: string, customers: number): Promise<void> {
  const response = await portalLinks(linksRequest(token))
  const { links } = (await response.json()) as { links?: unknown[] }
  if (links?.length !== customers) throw new Error(`expected ${customers} links`)
}

const baseline = (token: string) => openPlainly(setting, token)

async function limit(token: string, customer: string): Promise<void> {
  await readRows(setting, token)
  await stripe.customers.retrieve(customer)
}

type Found = Record<'ours' | 'one' | 'baseline' | 'limit', Spread>

/** What was promised holds where Stripe takes its time; at 0 ms there is nothing to wait for but the processor. */
function boundsOf(customers: number, stripeMs: number, found: Found): Bound[] {
  if (stripeMs === 0) return []
  if (customers === 1)
    return [{ of: 'ours / limit', value: ratio(found.ours, found.limit), atMost: 1.25 }]
  const toOne = { of: 'ours / one customer', value: ratio(found.ours, found.one) }
  if (customers === 10) return [{ ...toOne, atMost: 1.5 }]
  const faster = { of: 'baseline / ours', value: ratio(found.baseline, found.ours), atLeast: 6 }
  return [{ ...toOne, atMost: 2 }, faster]
}

const rounds = isFull ? 30 : 9
for (const stripeMs of [120, 50, 0]) {
  await neighbours.setLatency({ stripe: stripeMs, database: databaseMs })
  const single = await neighbours.settle(1)
  for (const customers of [1, 10, 100]) {
    const { token, ids } = customers === 1 ? single : await neighbours.settle(customers)
    // Many one after another take their time: every third round.
    let turn = 0
    const sitsOut = () => customers > 1 && turn++ % 3 !== 1
    const { one, ...found } = await inTurn(
      rounds,
      {
        ours: () => ours(token, customers),
        // Beside the others, because the machine of a minute ago is another.
        one: async () => (customers === 1 ? skipped : ours(single.token, 1)),
        baseline: async () => (sitsOut() ? skipped : baseline(token)),
        limit: () => limit(token, ids[0] ?? ''),
      },
      1,
    )
    const what = `${customers} customer${customers === 1 ? '' : 's'}, Stripe ${stripeMs} ms`
    const bounds = boundsOf(customers, stripeMs, { one, ...found })
    report({ part, what, unit: 'ms', ...found, bounds })
  }
}

await neighbours.setLatency({ stripe: 120, database: databaseMs })
const visitor = await neighbours.settle(1)
const fresh = await inTurn(rounds, {
  ours: () => {
    forgetGateway()
    return ours(visitor.token, 1)
  },
  baseline: () => baseline(visitor.token),
  limit: () => limit(visitor.token, visitor.ids[0] ?? ''),
})
report({ part, what: '1 customer, Stripe 120 ms, fresh', unit: 'ms', ...fresh })

/** The neighbours whose answers are waited for, one after the other. */
async function pathOf(act: () => Promise<void>): Promise<Service[]> {
  await neighbours.takeTimedCalls()
  await act()
  return criticalPath(await neighbours.takeTimedCalls()).map(({ service }) => service)
}

// Waits so long that the neighbours' own work does not show.
await neighbours.setLatency({ stripe: 200, database: 50 })
for (const [customers, isFresh] of [
  [1, true],
  [1, false],
  [10, false],
  [100, false],
] as const) {
  const { token, ids } = await neighbours.settle(customers)
  if (isFresh) forgetGateway()
  const path = await pathOf(() => ours(token, customers))
  const least = await pathOf(() => limit(token, ids[0] ?? ''))
  const plain = customers > 10 ? undefined : await pathOf(() => baseline(token))
  const people = `${customers} customer${customers === 1 ? '' : 's'}${isFresh ? ', fresh' : ''}`
  report({
    part,
    what: `${people}: one after another ${path.join(', ')}`,
    unit: 'answers',
    ours: exactly(path.length),
    ...(plain && { baseline: exactly(plain.length) }),
    limit: exactly(least.length),
    // A fresh process has Supabase's keys to fetch; the eleventh session waits for the list.
    bounds: [{ of: 'ours', value: path.length, atMost: isFresh || customers > 10 ? 3 : 2 }],
  })
}
neighbours.close()
