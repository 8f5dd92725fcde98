import me from '../netlify/functions/me.ts'
import { createCredits, withCredits } from '../spend/credits.ts'
import type { Credits } from '../spend/credits.ts'
import { inTurn, ratio } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'
import { startSetting } from './services/setting.ts'

const latency = { stripe: 120, database: 50 }
const [rounds, calls] = [isFull ? 60 : 20, isFull ? 20_000 : 4000]
const { standIns, stripe, supabaseUrl, secretKey, askSupabase, close } = await startSetting()

explain(
  `An API that costs 5 credits. ${latency.database} ms per answer of the database, ${latency.stripe} ms of Stripe. Limit: the ` +
    'answers of the database that nothing can do without: a charge and its settlement, a charge, or one question. Baseline: the two ' +
    "calls to Stripe that it takes to read and write a balance in a customer's metadata, where two at once spend twice. " +
    'The last line: what it costs beside its calls; its baseline is the bare handler.',
)

const { token: proof, ids, address } = await standIns.settle(1)
const [customer = ''] = ids
const call = (name: string, order: object, bearer = secretKey) =>
  askSupabase(`/rest/v1/rpc/${name}`, bearer, order) as Promise<Record<string, string>>
const order = { address, credits: 100_000_000, note: 'bench', key: 'bench', live: true }
await call('give_credits', order)
const { token = '' } = await call('add_token', { name: 'bench', live: true }, proof)
// The door answers for the mode of Stripe's key.
const live = false
const { token: asked = '' } = await call('add_token', { name: 'bench', live }, proof)
const { account } = await call('account_of', { address, live: true })

const site = 'https://pay.example'
const credits = createCredits({ url: supabaseUrl, secretKey, site })
const headers = { Authorization: `Bearer ${token}` }
const bare = () => Response.json({ drawing: '~~~' })
const usual = withCredits(bare, { credits, price: 5 })
const known = withCredits(bare, { credits, price: 5, open: false })

type Handler = (request: Request) => Response | Promise<Response>
async function ask(handler: Handler): Promise<void> {
  const answer = await handler(new Request(site, { headers }))
  if (answer.status !== 200) throw new Error(await answer.text())
  await answer.json()
}

const charge = (open: boolean, key: string) =>
  call('charge_credits', { account, cost: 5, key, open, live: true })
async function chargeAndSettle(): Promise<void> {
  const key = crypto.randomUUID()
  await charge(true, key)
  await call('settle_charge', { account, key, final_cost: 5, live: true })
}
async function callStripeTwice(): Promise<void> {
  await stripe.customers.retrieve(customer)
  await stripe.customers.retrieve(customer)
}

await standIns.setLatency(latency)
for (const [what, ours, limit] of [
  ['an open charge, the answer, the settlement', usual, chargeAndSettle],
  ['a price that is known and never lowered', known, () => charge(false, crypto.randomUUID())],
] as const) {
  const contestants = { ours: () => ask(ours), baseline: callStripeTwice, limit }
  const found = await inTurn(rounds, contestants)
  const bounds = [{ of: 'ours / limit', value: ratio(found.ours, found.limit), atMost: 1.3 }]
  report({ what, unit: 'ms', ...found, bounds })
}
const bearer = { headers: { Authorization: `Bearer ${asked}` } }
const described = await inTurn(rounds, {
  ours: () => ask(() => me(new Request('http://127.0.0.1/api/me', bearer))),
  baseline: callStripeTwice,
  limit: () => call('account_of', { token: asked, live }),
})
report({
  what: 'GET /api/me, asked by a program',
  unit: 'ms',
  ...described,
  bounds: [{ of: 'ours / limit', value: ratio(described.ours, described.limit), atMost: 1.3 }],
})
await standIns.setLatency({ stripe: 0, database: 0 })

/** Answers at once. */
const told = { outcome: 'charged', balance: 1, account: 'a', purchase: null }
const instant: Credits = {
  site,
  of: () => Promise.resolve({ ...told, access: [], lots: [] }),
  charge: () => Promise.resolve(told),
  settle: () => Promise.resolve({ ...told, outcome: 'settled' }),
}

/** Microseconds a request, with many under way, as where one waits for none. */
const each = (handler: Handler) => async () => {
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: calls }, () => ask(handler)))
  return ((performance.now() - startedAt) / calls) * 1000
}
const found = await inTurn(5, {
  ours: each(withCredits(bare, { credits: instant, price: 5 })),
  baseline: each(bare),
})
report({
  what: `beside its calls, of ${calls.toLocaleString('en')} requests at once`,
  unit: 'µs',
  ...found,
})
close()
