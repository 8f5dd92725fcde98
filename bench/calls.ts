import checkout from '../netlify/functions/checkout.ts'
import offers from '../netlify/functions/offers.ts'
import portalLinks from '../netlify/functions/portal-links.ts'
import purchase from '../netlify/functions/purchase.ts'
import stripeWebhook from '../netlify/functions/stripe-webhook.ts'
import syncCustomers from '../netlify/functions/sync-customers.ts'
import { forgetGateway } from '#server/wiring.ts'
import { proveAddress, sendMail } from '../web/requests/ask-auth.ts'
import { explain, report } from './figures/row.ts'
import {
  checkoutRequest,
  delivery,
  linksRequest,
  offersRequest,
  purchaseRequest,
} from './services/requests.ts'
import { frontendUrl, startSetting } from './services/setting.ts'
import type { Service } from './figures/critical-path.ts'
import { criticalPath } from './figures/critical-path.ts'

const { standIns, supabaseUrl, publishableKey, close } = await startSetting()
// Waits so long that the services' own work does not show.
await standIns.setLatency({ stripe: 200, database: 50 })

explain(
  'Calls that the services counted, and how many of their answers are waited for in a row. "fresh": by a process that ' +
    'knows no keys, settings or product names yet. A plain implementation reads the rows, then opens one session after ' +
    'another; it writes once for a delivery.',
)

/** Of each service, and of all that are waited for in a row. */
type Bounds = Partial<Record<Service | 'chain', number>>

async function count(what: string, act: () => Promise<unknown>, most: Bounds = {}): Promise<void> {
  await standIns.takeCalls()
  await act()
  const calls = await standIns.takeCalls()
  const tell = (of: string, unit: string, ours: number, atMost: number | undefined) => {
    const bounds = atMost === undefined ? [] : [{ of: 'ours', value: ours, atMost }]
    if (ours + bounds.length > 0) report({ what: `${what}: ${of}`, unit, ours, bounds })
  }
  for (const service of ['stripe', 'database', 'auth'] as const) {
    const ofService = calls.filter((call) => call.service === service)
    tell(service, 'calls', ofService.length, most[service])
  }
  const chain = criticalPath(calls).map(({ service }) => service)
  tell(`in a row: ${chain.join(', ') || 'none'}`, 'answers', chain.length, most.chain)
}

async function expectOk(asked: Promise<Response>): Promise<void> {
  const response = await asked
  if (response.status !== 200) throw new Error(await response.text())
}

/** From the typed address to the proven one, with the page's own module. */
async function proveByEmail(email: string): Promise<string> {
  const settings = { supabaseUrl, publishableKey }
  const { signal } = new AbortController()
  await sendMail(settings, {
    email,
    pageUrl: frontendUrl,
    language: 'en',
    captchaToken: null,
    signal,
  })
  const tokenHash = await standIns.newestHash(email)
  return proveAddress(settings, { proof: { tokenHash }, signal })
}

const { address, ids } = await standIns.settle(1)
await count('proving an address', () => proveByEmail(address))

for (const customers of [1, 10, 100]) {
  const { token } = await standIns.settle(customers)
  const people = `${customers} customer${customers === 1 ? '' : 's'}`
  const links = () => expectOk(portalLinks(linksRequest(token)))
  if (customers === 1) {
    forgetGateway()
    // Supabase's keys have to be fetched first.
    await count(`links, ${people}, fresh`, links, { chain: 3 })
  }
  // A list from each end.
  const stripe = Math.min(customers, 10) + (customers > 50 ? 2 : 1)
  await count(`links, ${people}`, links, { stripe, database: 2, auth: 0, chain: 2 })
}

const deliver = (previous: { email: string } | { name: string }) =>
  expectOk(stripeWebhook(delivery(ids[0] ?? '', previous)))
await deliver({ name: 'Before' })
await count('delivery, an address changed', () => deliver({ email: 'before@example.com' }), {
  stripe: 1,
  database: 2,
  auth: 0,
})
await count('delivery, something else changed', () => deliver({ name: 'Before' }), { chain: 0 })

// A first tick fills the table; since then nothing has rung.
const tick = () => expectOk(syncCustomers(new Request('http://127.0.0.1/', { method: 'POST' })))
const { plan, book } = await standIns.offer(30)
await tick()
await count('a tick of the clock, all quiet', tick)
await standIns.pay({ price: plan, count: 1 })
await count('a tick of the clock, a plan was bought', tick)

const wholeOffers = { stripe: 0, database: 1, auth: 0, chain: 1 }
await count('offers', async () => expectOk(Promise.resolve(offers(offersRequest()))), wholeOffers)
for (const [what, price] of Object.entries({ plan, book })) {
  const [session = ''] = await standIns.pay({ price, count: 1 })
  const comeBack = () => expectOk(purchase(purchaseRequest(session)))
  const most = { stripe: 1, database: 1, auth: 0, chain: 2 }
  await count(`return from paying for a ${what}`, comeBack, most)
}
const order = (proof: string | null) => expectOk(checkout(checkoutRequest(plan, proof)))
const least = { stripe: 2, database: 1, auth: 0, chain: 3 }
await count('an order without proof', () => order(null), least)
const { token: buyer } = await standIns.settle(0)
// Of somebody without customers: Stripe lists them and searches, and the press is noted.
await count('an order with proof', () => order(buyer), { chain: 8 })
close()
