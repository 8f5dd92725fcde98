import type Stripe from 'stripe'
import stripeWebhook from '../netlify/functions/stripe-webhook.ts'
import { inTurn, ratio, spreadOf } from './figures/measure.ts'
import { delivery, webhookSecret } from './services/requests.ts'
import { exactly, explain, isFull, report } from './figures/row.ts'
import { startSetting } from './figures/setting.ts'

const part = 'webhooks'
const latency = { stripe: 50, database: 10 }
const burst = 1000
const { neighbours, stripe, askSupabase, secretKey } = await startSetting()
const { ids } = await neighbours.settle(burst)
await neighbours.setLatency(latency)

explain(
  part,
  `${latency.stripe} ms per answer of Stripe, ${latency.database} ms of the database. Baseline: checks the signature ` +
    "with Stripe's SDK and writes what the event says, whatever it says. It leaves out the customer's own answer, the " +
    'ticket, and the look whether anything of ours has changed: it is overtaken by late events, and ours is not. ' +
    'Limit of an address change: a ticket, a read, a record, one after the other; of the rest: the signature, by ' +
    "the platform's own HMAC, and the parsing.",
)

async function ours(request: Request): Promise<void> {
  const response = await stripeWebhook(request)
  if (response.status !== 200) throw new Error(await response.text())
}

async function baseline(request: Request): Promise<void> {
  const signature = request.headers.get('stripe-signature') ?? ''
  const event = await stripe.webhooks.constructEventAsync(
    await request.text(),
    signature,
    webhookSecret,
  )
  const { id, email, livemode } = event.data.object as Stripe.Customer
  await askSupabase('/rest/v1/rpc/plain_upsert', secretKey, { id, email, livemode })
}

/** Three answers, of which none can be asked for before the one before. */
async function limitOfChange(customer: string): Promise<void> {
  await askSupabase('/rest/v1/rpc/take_read_ticket', secretKey, {})
  await stripe.customers.retrieve(customer)
  await askSupabase('/rest/v1/rpc/take_read_ticket', secretKey, {})
}

const hmac = { name: 'HMAC', hash: 'SHA-256' }
const key = await crypto.subtle.importKey(
  'raw',
  new TextEncoder().encode(webhookSecret),
  hmac,
  false,
  ['verify'],
)
async function limitOfOther(request: Request): Promise<void> {
  const [, t, v1] = /t=(\d+),v1=(\w+)/.exec(request.headers.get('stripe-signature') ?? '') ?? []
  const body = await request.text()
  const signed = new TextEncoder().encode(`${t}.${body}`)
  if (!(await crypto.subtle.verify(hmac, key, Buffer.from(v1 ?? '', 'hex'), signed)))
    throw new Error('the signature is not right')
  JSON.parse(body)
}

let next = 0
const customer = () => ids[next++ % ids.length] ?? ''
const change = () => delivery(customer(), { email: 'before@example.com' })
const other = () => delivery(customer(), { name: 'Before' })

const changed = await inTurn(isFull ? 60 : 20, {
  ours: () => ours(change()),
  baseline: () => baseline(change()),
  limit: () => limitOfChange(customer()),
})
report({ part, what: 'an address changed', unit: 'ms', ...changed })

const ignored = await inTurn(isFull ? 300 : 100, {
  ours: () => ours(other()),
  baseline: () => baseline(other()),
  limit: () => limitOfOther(other()),
})
report({
  part,
  what: 'something else changed',
  unit: 'ms',
  ...ignored,
  bounds: [{ of: 'baseline / ours', value: ratio(ignored.baseline, ignored.ours), atLeast: 5 }],
})

/** A thousand at once; what was refused is delivered again, as Stripe does, until all is taken. */
async function deliverAll(
  deliver: (request: Request) => Promise<unknown>,
  request: () => Request,
): Promise<number> {
  let deliveries = 0
  for (let open = burst; open > 0;) {
    deliveries += open
    const outcomes = await Promise.allSettled(
      Array.from({ length: open }, () => deliver(request())),
    )
    open = outcomes.filter(({ status }) => status === 'rejected').length
  }
  return deliveries
}

// Refusals are counted; the log's lines of them are not wanted.
console.error = () => undefined
const rounds = isFull ? 9 : 3
const deliveries: number[] = []
const changes = await inTurn(
  rounds,
  {
    ours: async () => deliveries.push(await deliverAll(ours, change)),
    baseline: () => deliverAll(baseline, change),
  },
  0,
)
report({ part, what: `${burst} address changes at once`, unit: 'ms', ...changes })
report({
  part,
  what: `${burst} address changes at once: deliveries until all are taken`,
  unit: 'deliveries',
  ours: spreadOf(deliveries),
  limit: exactly(burst),
})

const others = await inTurn(
  rounds,
  {
    ours: () => deliverAll(ours, other),
    baseline: () => deliverAll(baseline, other),
    limit: () => deliverAll(limitOfOther, other),
  },
  0,
)
report({
  part,
  what: `${burst} other changes at once`,
  unit: 'ms',
  ...others,
  bounds: [{ of: 'baseline / ours', value: ratio(others.baseline, others.ours), atLeast: 5 }],
})

// Stripe answers 25 calls a second at each endpoint: what is refused must be refused so that Stripe delivers it again.
await neighbours.limitStripe(25)
const statuses = await Promise.all(
  Array.from({ length: burst }, async () => (await stripeWebhook(change())).status),
)
const taken = statuses.filter((status) => status === 200).length
const toRepeat = statuses.filter((status) => status === 429 || status >= 500).length
report({
  part,
  what: `${burst} address changes at once, Stripe 25 calls a second: taken at the first delivery`,
  unit: 'deliveries',
  ours: exactly(taken),
  limit: exactly(burst),
  bounds: [{ of: 'lost', value: burst - taken - toRepeat, atMost: 0 }],
})
neighbours.close()
