import checkout from '../netlify/functions/checkout.ts'
import offers from '../netlify/functions/offers.ts'
import purchase from '../netlify/functions/purchase.ts'
import syncCustomers from '../netlify/functions/sync-customers.ts'
import { inTurn, ratio } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'
import { readRows, waitForBoth } from './services/plain-links.ts'
import { checkoutRequest, offersRequest, purchaseRequest } from './services/requests.ts'
import { startSetting } from './services/setting.ts'

const latency = { stripe: 120, database: 50 }
const [offered, rounds] = [30, isFull ? 40 : 12]
const setting = await startSetting()
const { standIns, stripe, close } = setting

explain(
  `${latency.database} ms per answer of the database, ${latency.stripe} ms of Stripe, ${offered} prices on offer, webhooks ` +
    'off. Limit of the offers: one answer of the database. Limit of the return from paying: one answer of Stripe, then ' +
    'one of the database. Limit of an order: one of the database, then two of Stripe: whether the price is still on ' +
    'offer, and the session.',
)

async function expectOk(asked: Promise<Response>): Promise<void> {
  const response = await asked
  if (response.status !== 200) throw new Error(await response.text())
  await response.json()
}

const { plan, book } = await standIns.offer(offered)
const { token, ids } = await standIns.settle(1)
const [customer = ''] = ids
const askDatabase = () => readRows(setting, token)
const askBoth = () => waitForBoth(setting, token, customer)
// The first tick lists what is for sale.
await expectOk(syncCustomers(new Request('http://127.0.0.1/', { method: 'POST' })))
await standIns.setLatency(latency)

type Contestants = Record<'ours' | 'limit', () => Promise<unknown>>
async function measure(what: string, contestants: Contestants, atMost: number): Promise<void> {
  const found = await inTurn(rounds, contestants)
  const bounds = [{ of: 'ours / limit', value: ratio(found.ours, found.limit), atMost }]
  report({ what, unit: 'ms', ...found, bounds })
}

await measure(
  'offers',
  { ours: () => expectOk(Promise.resolve(offers(offersRequest()))), limit: askDatabase },
  1.3,
)
for (const [what, price] of [
  ['a plan', plan],
  ['a book', book],
] as const) {
  // Each comes back once: what is recorded is recorded for the first time.
  const sessions = await standIns.pay({ price, count: rounds + 2 })
  const ours = () => expectOk(purchase(purchaseRequest(sessions.pop() ?? '')))
  await measure(`return from paying for ${what}`, { ours, limit: askBoth }, 1.3)
}
await measure(
  'an order without proof',
  {
    ours: () => expectOk(checkout(checkoutRequest(plan, null))),
    limit: async () => {
      await askBoth()
      await stripe.customers.retrieve(customer)
    },
  },
  1.3,
)
close()
