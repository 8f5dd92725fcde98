import portalLinks from '../netlify/functions/portal-links.ts'
import stripeWebhook from '../netlify/functions/stripe-webhook.ts'
import syncCustomers from '../netlify/functions/sync-customers.ts'
import { forgetGateway } from '#server/wiring.ts'
import { proveAddress, sendMail } from '../web/requests/ask-auth.ts'
import { explain, report } from './figures/row.ts'
import { openPlainly } from './services/plain-links.ts'
import { delivery, linksRequest } from './services/requests.ts'
import { frontendUrl, startSetting } from './services/setting.ts'
import type { Service } from './services/timed-calls.ts'
import { criticalPath } from './services/timed-calls.ts'

const setting = await startSetting()
const { standIns, supabaseUrl, publishableKey } = setting

explain(
  'Calls that the services counted, and how many of their answers are waited for in a row. "fresh": by a process that knows no keys, ' +
    'settings or product names yet. Baseline: one read of the rows and one session for each; one write for a delivery. ' +
    'It never asks whether a row is still true, counts no requests and shows no names.',
)
// Waits so long that the services' own work does not show.
await standIns.setLatency({ stripe: 200, database: 50 })

type Calls = Record<Service, number> & { chain: Service[] }
const services = ['stripe', 'database', 'auth'] as const

async function count(act: () => Promise<unknown>): Promise<Calls> {
  await standIns.takeCalls()
  await act()
  const calls = await standIns.takeCalls()
  const to = (wanted: Service) => calls.filter(({ service }) => service === wanted).length
  const chain = criticalPath(calls).map(({ service }) => service)
  return { stripe: to('stripe'), database: to('database'), auth: to('auth'), chain }
}

/** @param atMost of each kind, and of the chain */
function tell(
  what: string,
  ours: Calls,
  baseline: Calls | null,
  atMost: Partial<Record<Service | 'chain', number>> = {},
): void {
  const bound = (value: number, most: number | undefined) =>
    most === undefined ? [] : [{ of: 'ours', value, atMost: most }]
  for (const service of services) {
    const value = ours[service]
    const bounds = bound(value, atMost[service])
    if (value + (baseline?.[service] ?? 0) + bounds.length > 0)
      report({
        what: `${what}: ${service}`,
        unit: 'calls',
        ours: value,
        ...(baseline && { baseline: baseline[service] }),
        bounds,
      })
  }
  report({
    what: `${what}: in a row: ${ours.chain.join(', ')}`,
    unit: 'answers',
    ours: ours.chain.length,
    ...(baseline && { baseline: baseline.chain.length }),
    bounds: bound(ours.chain.length, atMost.chain),
  })
}

async function expectOk(asked: Promise<Response>): Promise<void> {
  const response = await asked
  if (response.status !== 200) throw new Error(await response.text())
}

/** From the typed address to the proven one, with the page's own module. */
async function proveByEmail(email: string): Promise<string> {
  const settings = { supabaseUrl, publishableKey }
  const { signal } = new AbortController()
  await sendMail(settings, { email, pageUrl: frontendUrl, captchaToken: null, signal })
  const tokenHash = await standIns.newestHash(email)
  return proveAddress(settings, { proof: { tokenHash }, signal })
}

const { address } = await standIns.settle(1)
tell('the page, until the address is proven', await count(() => proveByEmail(address)), null)

for (const customers of [1, 10, 100]) {
  const { token } = await standIns.settle(customers)
  const people = `${customers} customer${customers === 1 ? '' : 's'}`
  const links = () => count(() => expectOk(portalLinks(linksRequest(token))))
  const plain = customers > 10 ? null : await count(() => openPlainly(setting, token))
  if (customers === 1) {
    forgetGateway()
    // Supabase's keys have to be fetched first.
    tell(`links, ${people}, fresh`, await links(), plain, { chain: 3 })
  }
  tell(`links, ${people}`, await links(), plain, {
    stripe: Math.min(customers, 10) + 1,
    database: 2,
    auth: 0,
    // The eleventh session waits for the list.
    chain: customers > 10 ? 3 : 2,
  })
}

const { ids } = await standIns.settle(1)
const id = ids[0] ?? ''
const deliver = (previous: { email: string } | { name: string }) =>
  expectOk(stripeWebhook(delivery(id, previous)))
const row = { id, email: 'a@example.com', livemode: false }
const plainWrite = await count(() =>
  setting.askSupabase('/rest/v1/rpc/plain_upsert', setting.secretKey, row),
)
await deliver({ name: 'Before' })
const changed = await count(() => deliver({ email: 'before@example.com' }))
tell('delivery, an address changed', changed, plainWrite, { stripe: 1, database: 2, auth: 0 })
const ignored = await count(() => deliver({ name: 'Before' }))
const nothing = { stripe: 0, database: 0, auth: 0, chain: 0 }
tell('delivery, something else changed', ignored, plainWrite, nothing)

// A first tick fills the table; since then nothing has rung.
const tick = () => expectOk(syncCustomers(new Request('http://127.0.0.1/', { method: 'POST' })))
await tick()
tell('a tick of the clock, all quiet', await count(tick), null)
setting.close()
