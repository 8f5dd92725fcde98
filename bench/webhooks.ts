import type Stripe from 'stripe'
import stripeWebhook from '../netlify/functions/stripe-webhook.ts'
import { inTurn, ratio } from './figures/measure.ts'
import type { Spread } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'
import { delivery, webhookSecret } from './services/requests.ts'
import { startSetting } from './services/setting.ts'

const latency = { stripe: 50, database: 10 }
const burst = 1000
const { standIns, stripe, askSupabase, secretKey, close } = await startSetting()
const { ids } = await standIns.settle(burst)
await standIns.setLatency(latency)

explain(
  `${latency.stripe} ms per answer of Stripe, ${latency.database} ms of the database. Baseline: checks the signature with ` +
    "Stripe's SDK and writes what the event says, whatever it says. It leaves out the customer's own answer, the ticket, " +
    'and the look whether anything of ours has changed: late events overtake it, but not ours. Limit of an address ' +
    'change: a ticket, a read, a record, one after the other; of the rest: the signature, by the platform’s own HMAC, ' +
    'and the parsing.',
)

async function ours(request: Request): Promise<void> {
  const response = await stripeWebhook(request)
  if (response.status !== 200) throw new Error(await response.text())
}

async function baseline(request: Request): Promise<void> {
  const signature = request.headers.get('stripe-signature') ?? ''
  const body = await request.text()
  const event = await stripe.webhooks.constructEventAsync(body, signature, webhookSecret)
  const { id, email, livemode } = event.data.object as Stripe.Customer
  await askSupabase('/rest/v1/rpc/plain_upsert', secretKey, { id, email, livemode })
}

/** Three answers, each asked for only after the one before. */
async function limitOfChange(customer: string): Promise<void> {
  await askSupabase('/rest/v1/rpc/take_read_ticket', secretKey, {})
  await stripe.customers.retrieve(customer)
  await askSupabase('/rest/v1/rpc/take_read_ticket', secretKey, {})
}

const hmac = { name: 'HMAC', hash: 'SHA-256' }
const secret = new TextEncoder().encode(webhookSecret)
const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['verify'])
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

function reportOther(what: string, found: Record<'ours' | 'baseline' | 'limit', Spread>): void {
  const value = ratio(found.baseline, found.ours)
  report({ what, unit: 'ms', ...found, bounds: [{ of: 'baseline / ours', value, atLeast: 5 }] })
}

const changed = await inTurn(isFull ? 60 : 20, {
  ours: () => ours(change()),
  baseline: () => baseline(change()),
  limit: () => limitOfChange(customer()),
})
report({ what: 'an address changed', unit: 'ms', ...changed })

const ignored = await inTurn(isFull ? 300 : 100, {
  ours: () => ours(other()),
  baseline: () => baseline(other()),
  limit: () => limitOfOther(other()),
})
reportOther('something else changed', ignored)

/** A thousand at once; what was refused is delivered again, as Stripe does, until all is taken. */
async function deliverAll(
  deliver: (request: Request) => Promise<void>,
  request: () => Request,
): Promise<void> {
  for (let open = burst; open > 0;) {
    const outcomes = await Promise.allSettled(
      Array.from({ length: open }, () => deliver(request())),
    )
    open = outcomes.filter(({ status }) => status === 'rejected').length
  }
}

// Refusals are counted; the lines that they log are not wanted.
console.error = () => undefined
const rounds = isFull ? 9 : 3
const changes = await inTurn(
  rounds,
  { ours: () => deliverAll(ours, change), baseline: () => deliverAll(baseline, change) },
  0,
)
report({ what: `${burst} address changes at once`, unit: 'ms', ...changes })

const others = await inTurn(
  rounds,
  {
    ours: () => deliverAll(ours, other),
    baseline: () => deliverAll(baseline, other),
    limit: () => deliverAll(limitOfOther, other),
  },
  0,
)
reportOther(`${burst} other changes at once`, others)

// Stripe answers 25 calls a second at each endpoint: what is refused must be refused so that Stripe delivers it again.
await standIns.limitStripe(25)
const statuses = await Promise.all(
  Array.from({ length: burst }, async () => (await stripeWebhook(change())).status),
)
const taken = statuses.filter((status) => status === 200).length
const toRepeat = statuses.filter((status) => status === 429 || status >= 500).length
report({
  what: `${burst} address changes at once, Stripe 25 calls a second: taken at the first delivery`,
  unit: 'deliveries',
  ours: taken,
  limit: burst,
  bounds: [{ of: 'lost', value: burst - taken - toRepeat, atMost: 0 }],
})
close()
