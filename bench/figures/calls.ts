import portalLinks from '../../netlify/functions/portal-links.ts'
import stripeWebhook from '../../netlify/functions/stripe-webhook.ts'
import syncCustomers from '../../netlify/functions/sync-customers.ts'
import { forgetGateway } from '#server/wiring.ts'
import { proveAddress, sendMail } from '../../web/requests/ask-auth.ts'
import { openPlainly } from './plain-links.ts'
import { delivery, linksRequest } from '../services/requests.ts'
import { exactly, explain, report } from './row.ts'
import type { Bound } from './row.ts'
import { frontendUrl, startSetting } from './setting.ts'
import type { Service, TimedCall } from './timed-calls.ts'

const part = 'calls'
const setting = await startSetting()
const { neighbours, askSupabase, secretKey, supabaseUrl } = setting
const publishableKey = neighbours.env['SUPABASE_PUBLISHABLE_KEY'] ?? ''

explain(
  part,
  'Calls that the neighbours counted. "fresh": by a process that knows no keys, settings or product names yet. Baseline: ' +
    'the same page; one read of the rows and one session for each; one write for a delivery. It asks nobody whether ' +
    'a row is still true, counts no requests and shows no names.',
)

async function countCalls(act: () => Promise<unknown>): Promise<Record<Service, number>> {
  await neighbours.takeTimedCalls()
  await act()
  const calls = await neighbours.takeTimedCalls()
  const count = (service: Service) => calls.filter((call: TimedCall) => call.service === service)
  return {
    stripe: count('stripe').length,
    database: count('database').length,
    auth: count('auth').length,
  }
}

/** From the typed address to the proven one, with the page's own module. */
async function proveByMail(email: string): Promise<string> {
  const settings = { supabaseUrl, publishableKey }
  const { signal } = new AbortController()
  await sendMail(settings, { email, pageUrl: frontendUrl, captchaToken: null, signal })
  const tokenHash = await neighbours.newestMail(email)
  return proveAddress(settings, { proof: { tokenHash }, signal })
}

async function askForLinks(token: string): Promise<void> {
  const response = await portalLinks(linksRequest(token))
  if (response.status !== 200) throw new Error(await response.text())
}

async function deliver(request: Request): Promise<void> {
  const response = await stripeWebhook(request)
  if (response.status !== 200) throw new Error(await response.text())
}

const services = { stripe: 'Stripe', database: 'the database', auth: 'Supabase Auth' }

function reportCalls(
  what: string,
  ours: Record<Service, number>,
  baseline: Record<Service, number>,
  atMost: Partial<Record<Service, number>> = {},
): void {
  for (const service of ['stripe', 'database', 'auth'] as const) {
    const most = atMost[service]
    if (ours[service] + baseline[service] === 0 && most === undefined) continue
    const bounds: Bound[] =
      most === undefined ? [] : [{ of: 'ours', value: ours[service], atMost: most }]
    report({
      part,
      what: `${what}: to ${services[service]}`,
      unit: 'calls',
      ours: exactly(ours[service]),
      baseline: exactly(baseline[service]),
      bounds,
    })
  }
}

for (const customers of [1, 3]) {
  const { address } = await neighbours.settle(customers)
  const token = await proveByMail(address)
  const plain = await countCalls(() => openPlainly(setting, token))
  const people = `${customers} customer${customers === 1 ? '' : 's'}`
  forgetGateway()
  reportCalls(`sign-in, ${people}, fresh`, await countCalls(() => askForLinks(token)), plain)
  reportCalls(`sign-in, ${people}`, await countCalls(() => askForLinks(token)), plain, {
    stripe: customers + 1,
    database: 2,
    auth: 0,
  })
}

// Another address: one mail a minute goes to the same.
const proof = await countCalls(async () => proveByMail((await neighbours.settle(1)).address))
reportCalls('the page, until the address is proven', proof, proof)

const { ids } = await neighbours.settle(1)
const customer = ids[0] ?? ''
const plainDelivery = await countCalls(() =>
  askSupabase('/rest/v1/rpc/plain_upsert', secretKey, {
    id: customer,
    email: 'a@example.com',
    livemode: false,
  }),
)
await deliver(delivery(customer, { name: 'Before' }))
reportCalls(
  'delivery, an address changed',
  await countCalls(() => deliver(delivery(customer, { email: 'before@example.com' }))),
  plainDelivery,
  { stripe: 1, database: 2, auth: 0 },
)
reportCalls(
  'delivery, something else changed',
  await countCalls(() => deliver(delivery(customer, { name: 'Before' }))),
  plainDelivery,
  { stripe: 0, database: 0, auth: 0 },
)

// A first tick fills the table; of the next, nobody has rung.
const tick = async () => {
  const response = await syncCustomers(new Request('http://127.0.0.1/', { method: 'POST' }))
  if (response.status !== 200) throw new Error(await response.text())
}
await tick()
const nothing = { stripe: 0, database: 0, auth: 0 }
reportCalls('a tick of the clock, all quiet', await countCalls(tick), nothing)
neighbours.close()
