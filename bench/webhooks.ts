import { createHmac } from 'node:crypto'
import Stripe from 'stripe'
import stripeWebhook from '../netlify/functions/stripe-webhook.ts'
import { inTurn, ratio } from './measure.ts'
import { startNeighbours } from './neighbours.ts'

/**
 * Webhook deliveries, one after the other and twenty side by side, beside a plain implementation: it checks the
 * signature with Stripe's SDK and writes what the event says, without reading the customer, without a ticket, and
 * without looking whether anything of ours has changed.
 */
const secret = 'whsec_of_the_bench'
const neighbours = await startNeighbours('http://127.0.0.1:8888/')
Object.assign(process.env, neighbours.env, { STRIPE_WEBHOOK_SECRET: secret })
console.info = () => undefined
const { SUPABASE_URL, SUPABASE_SECRET_KEY } = neighbours.env as Record<string, string>
const { ids } = await neighbours.settle(200)
const latency = { stripe: Number(process.argv[2] ?? 50), database: 10 }

type Changes = { email: string } | { name: string }

function deliver(id: string, previous: Changes): Request {
  const body = JSON.stringify({
    id: `evt_${crypto.randomUUID()}`,
    object: 'event',
    type: 'customer.updated',
    livemode: false,
    created: Math.floor(Date.now() / 1000),
    data: {
      object: { id, object: 'customer', email: 'person.1@example.com', livemode: false },
      previous_attributes: previous,
    },
  })
  const t = Math.floor(Date.now() / 1000)
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
  return new Request('http://127.0.0.1/api/stripe-webhook', {
    method: 'POST',
    headers: { 'Stripe-Signature': `t=${t},v1=${v1}`, 'Content-Type': 'application/json' },
    body,
  })
}

const stripe = new Stripe('sk_test_unused')
async function baseline(request: Request): Promise<void> {
  const signature = request.headers.get('stripe-signature') ?? ''
  const event = await stripe.webhooks.constructEventAsync(await request.text(), signature, secret)
  const { id, email, livemode } = event.data.object as Stripe.Customer
  const response = await fetch(`${SUPABASE_URL}/rest/v1/rpc/plain_upsert`, {
    method: 'POST',
    headers: {
      apikey: SUPABASE_SECRET_KEY ?? '',
      Authorization: `Bearer ${SUPABASE_SECRET_KEY}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ id, email, livemode }),
  })
  if (!response.ok) throw new Error(`the baseline failed: ${await response.text()}`)
}

async function ours(request: Request): Promise<void> {
  const response = await stripeWebhook(request)
  if (response.status !== 200) throw new Error(await response.text())
}

const burst = 20
const cases: [string, Changes][] = [
  ['an address change', { email: 'before@example.com' }],
  ['an update of something else', { name: 'Before' }],
]
const rows: Record<string, string | number>[] = []
await neighbours.setLatency(latency)
for (const [what, previous] of cases) {
  let next = 0
  const request = () => deliver(ids[next++ % ids.length] ?? '', previous)
  const alone = await inTurn(30, {
    ours: () => ours(request()),
    baseline: () => baseline(request()),
  })
  const sideBySide = await inTurn(8, {
    ours: () => Promise.all(Array.from({ length: burst }, () => ours(request()))),
    baseline: () => Promise.all(Array.from({ length: burst }, () => baseline(request()))),
  })
  await neighbours.takeCalls()
  await ours(request())
  const calls = await neighbours.takeCalls()
  rows.push({
    what,
    'ours (ms)': alone.ours.median.toFixed(1),
    'baseline (ms)': alone.baseline.median.toFixed(1),
    'baseline / ours': ratio(alone.baseline, alone.ours),
    'ours (a second)': Math.round((burst * 1000) / sideBySide.ours.median),
    'baseline (a second)': Math.round((burst * 1000) / sideBySide.baseline.median),
    'Stripe calls': calls.stripe.length,
    'database calls': calls.supabase.length,
  })
}
neighbours.close()
process.stdout.write(
  `Webhooks at ${latency.stripe} ms per answer of Stripe, ${latency.database} ms of the database\n`,
)
console.table(rows)
