import Stripe from 'stripe'
import portalLinks from '../netlify/functions/portal-links.ts'
import { inTurn, ratio } from './measure.ts'
import { startNeighbours } from './neighbours.ts'

/**
 * How long a sign-in's links take, with a warm key set, beside a plain implementation of the same (read the rows, then
 * one session after another; no proof of the address, no question to Stripe whether a row is still true, no labels)
 * and beside the limit: one answer of the database and one of Stripe, asked one after the other.
 */
const frontendUrl = 'http://127.0.0.1:8888/'
const latency = { stripe: Number(process.argv[2] ?? 120), database: 10 }

const neighbours = await startNeighbours(frontendUrl)
Object.assign(process.env, neighbours.env)
console.info = () => undefined
const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, STRIPE_API_KEY, STRIPE_API_BASE } =
  neighbours.env as Record<string, string>
const base = new URL(STRIPE_API_BASE ?? '')
const stripe = new Stripe(STRIPE_API_KEY ?? '', {
  protocol: 'http',
  host: base.hostname,
  port: base.port,
  httpClient: Stripe.createFetchHttpClient(),
})

async function readRows(token: string): Promise<{ stripe_customer_id: string }[]> {
  const response = await fetch(
    `${SUPABASE_URL}/rest/v1/stripe_customers?select=stripe_customer_id`,
    { headers: { apikey: SUPABASE_PUBLISHABLE_KEY ?? '', Authorization: `Bearer ${token}` } },
  )
  return (await response.json()) as { stripe_customer_id: string }[]
}

async function ours(token: string, customers: number): Promise<void> {
  const response = await portalLinks(
    new Request('http://127.0.0.1/api/portal-links', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    }),
  )
  const { links } = (await response.json()) as { links: unknown[] }
  if (links?.length !== customers) throw new Error(`expected ${customers} links`)
}

async function baseline(token: string): Promise<void> {
  for (const { stripe_customer_id: customer } of await readRows(token))
    await stripe.billingPortal.sessions.create({ customer, return_url: frontendUrl })
}

const rows: Record<string, string | number>[] = []
const medians: number[] = []
for (const customers of [1, 10, 100]) {
  const { token, ids } = await neighbours.settle(customers)
  await neighbours.setLatency(latency)
  const found = await inTurn(customers === 100 ? 3 : 15, {
    ours: () => ours(token, customers),
    baseline: () => baseline(token),
    limit: async () => {
      await readRows(token)
      await stripe.customers.retrieve(ids[0] ?? '')
    },
  })
  await neighbours.takeCalls()
  await ours(token, customers)
  const calls = await neighbours.takeCalls()
  medians.push(found.ours.median)
  rows.push({
    customers,
    'ours (ms)': Math.round(found.ours.median),
    'from-to': `${Math.round(found.ours.least)}-${Math.round(found.ours.most)}`,
    'baseline (ms)': Math.round(found.baseline.median),
    'limit (ms)': Math.round(found.limit.median),
    'ours / limit': ratio(found.ours, found.limit),
    'baseline / ours': ratio(found.baseline, found.ours),
    'ours / one customer': (found.ours.median / (medians[0] ?? 1)).toFixed(2),
    'Stripe calls': calls.stripe.length,
    'Supabase calls': calls.supabase.length,
  })
}
neighbours.close()
process.stdout.write(
  `Links at ${latency.stripe} ms per answer of Stripe, ${latency.database} ms of the database\n`,
)
console.table(rows)
