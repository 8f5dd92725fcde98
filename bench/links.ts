import portalLinks from '../netlify/functions/portal-links.ts'
import { forgetGateway } from '#server/wiring.ts'
import { inTurn, ratio, skipped } from './figures/measure.ts'
import type { Spread } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'
import type { Bound } from './figures/row.ts'
import { openPlainly, waitForBoth } from './services/plain-links.ts'
import { linksRequest } from './services/requests.ts'
import { startSetting } from './services/setting.ts'

const databaseMs = 10
const setting = await startSetting()
const { standIns } = setting

explain(
  `${databaseMs} ms per answer of the database. Keys, settings and product names are known, except where it says "fresh". ` +
    'Baseline: reads the rows and opens one session after another. It leaves out the proof of the address, the question ' +
    'to Stripe whether a row is still true, the count of requests, healing, and the labels. Limit: one answer of the ' +
    'database, then one of Stripe. Of a hundred customers ours opens ten, the rest when their button is pressed.',
)

async function ours(token: string, customers: number): Promise<void> {
  const response = await portalLinks(linksRequest(token))
  const { links } = (await response.json()) as { links?: unknown[] }
  if (links?.length !== customers) throw new Error(`expected ${customers} links`)
}

type Found = Record<'ours' | 'one' | 'baseline' | 'limit', Spread>

/** What was promised holds if Stripe takes its time; at 0 ms there is nothing to wait for but the processor. */
function boundsOf(customers: number, stripeMs: number, found: Found): Bound[] {
  if (stripeMs === 0) return []
  if (customers === 1)
    return [{ of: 'ours / limit', value: ratio(found.ours, found.limit), atMost: 1.25 }]
  const toOne = { of: 'ours / one customer', value: ratio(found.ours, found.one) }
  if (customers === 10) return [{ ...toOne, atMost: 1.5 }]
  const faster = { of: 'baseline / ours', value: ratio(found.baseline, found.ours), atLeast: 6 }
  const toLimit = { of: 'ours / limit', value: ratio(found.ours, found.limit) }
  // What a stand-in works on an answer is part of its 120 ms; what is left of ours is the reading of 640 kB. At 50 ms the
  // processor's share is too large to promise it.
  return [stripeMs === 120 ? { ...toLimit, atMost: 1.3 } : { ...toOne, atMost: 2 }, faster]
}

const rounds = isFull ? 30 : 9
for (const stripeMs of [120, 50, 0]) {
  await standIns.setLatency({ stripe: stripeMs, database: databaseMs })
  const single = await standIns.settle(1)
  for (const customers of [1, 10, 100]) {
    const { token, ids } = customers === 1 ? single : await standIns.settle(customers)
    // Many one after another take their time: every third round.
    let turn = 0
    const sitsOut = () => customers > 1 && turn++ % 3 !== 1
    const { one, ...found } = await inTurn(
      rounds,
      {
        ours: () => ours(token, customers),
        // Beside the others, because the machine of a minute ago is another.
        one: async () => (customers === 1 ? skipped : ours(single.token, 1)),
        baseline: async () => (sitsOut() ? skipped : openPlainly(setting, token)),
        limit: () => waitForBoth(setting, token, ids[0] ?? ''),
      },
      1,
    )
    const what = `${customers} customer${customers === 1 ? '' : 's'}, Stripe ${stripeMs} ms`
    report({ what, unit: 'ms', ...found, bounds: boundsOf(customers, stripeMs, { one, ...found }) })
  }
}

await standIns.setLatency({ stripe: 120, database: databaseMs })
const { token, ids } = await standIns.settle(1)
const fresh = await inTurn(rounds, {
  ours: () => {
    forgetGateway()
    return ours(token, 1)
  },
  baseline: () => openPlainly(setting, token),
  limit: () => waitForBoth(setting, token, ids[0] ?? ''),
})
report({ what: '1 customer, Stripe 120 ms, fresh', unit: 'ms', ...fresh })
setting.close()
