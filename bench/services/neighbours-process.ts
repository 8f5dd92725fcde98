import { startStripeStandIn } from '#local/stripe/index.ts'
import { startSupabaseStandIn } from '#local/supabase/index.ts'
import type { TimedCall } from '../figures/timed-calls.ts'
import { listenTimed } from '../figures/timed-calls.ts'

export type Order =
  | { kind: 'settle'; customers: number }
  | { kind: 'latency'; stripe: number; database: number }
  | { kind: 'calls' }
  | { kind: 'timed calls' }
  | { kind: 'newest mail'; address: string }
  | { kind: 'limit Stripe'; perSecond: number | null }
  | { kind: 'crowd'; customers: number; perSecond: number }
  | { kind: 'time rows'; rows: number }
export type Reply =
  | { token: string; address: string; ids: string[] }
  | { stripe: string[]; supabase: string[] }
  | { calls: TimedCall[] }
  | { tokenHash: string }
  | { done: true }
  | { bulk: number; single: number }

const [stripe, supabase] = await Promise.all([
  startStripeStandIn(),
  startSupabaseStandIn({ siteUrl: process.argv[2] ?? '' }),
])
const mounted = await listenTimed(supabase.handle)
supabase.setPublicUrl(mounted.url)
const price = stripe.createPrice({
  product: stripe.createProduct({ name: 'Studio' }).id,
  unit_amount: 2900,
  currency: 'eur',
  recurring: { interval: 'month' },
})
let addresses = 0

// What the plain implementation of a webhook writes with.
await supabase.database.exec(`
  create function public.plain_upsert(id text, email text, livemode boolean) returns void language sql as $$
    insert into public.stripe_customers as kept (stripe_customer_id, email, livemode, last_ticket)
    values (id, plain_upsert.email, plain_upsert.livemode, 0)
    on conflict (stripe_customer_id) do update set email = excluded.email
  $$;
  grant execute on function public.plain_upsert(text, text, boolean) to service_role;
`)

async function settle(customers: number): Promise<Reply> {
  addresses += 1
  const address = `person.${addresses}@example.com`
  const ids = Array.from({ length: customers }, () => {
    const { id } = stripe.createCustomer({ email: address }, { silent: true })
    stripe.createSubscription({ customer: id, items: [{ price: price.id, quantity: 1 }] })
    return id
  })
  await supabase.database.query(
    `insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
     select id, $2, false, 0 from unnest($1::text[]) as id`,
    [ids, address],
  )
  return { token: await supabase.mintToken({ email: address }), address, ids }
}

const year = 365 * 86_400

/** An account of that many customers, made over five years, more of them lately; an empty table. */
async function gather(customers: number): Promise<void> {
  stripe.reset()
  await supabase.empty()
  const now = Math.floor(Date.now() / 1000)
  function* people() {
    for (let place = 0; place < customers; place += 1) {
      const share = 1 - Math.sqrt(place / customers)
      yield { email: `person.${place}@example.com`, created: now - Math.floor(share * 5 * year) }
    }
  }
  stripe.createCustomers(people(), { silent: true })
}

/** Milliseconds a row: a hundred rows a call, and one row a call, written to the database as the gateway does. */
async function timeRows(rows: number): Promise<Reply> {
  const read = (place: number) => ({
    stripe_customer_id: `cus_t${place}`,
    email: `t${place}@x.y`,
    livemode: false,
  })
  const record = (reads: object[]) =>
    supabase.database.query('select * from record_customers($1::jsonb, take_read_ticket())', [
      JSON.stringify(reads),
    ])
  const time = async (perCall: number) => {
    await supabase.empty()
    const startedAt = performance.now()
    for (let from = 0; from < rows; from += perCall)
      await record(Array.from({ length: perCall }, (_, place) => read(from + place)))
    return (performance.now() - startedAt) / rows
  }
  await time(100)
  return { bulk: await time(100), single: await time(1) }
}

async function answer(order: Order): Promise<Reply> {
  switch (order.kind) {
    case 'settle':
      return settle(order.customers)
    case 'latency':
      stripe.control({ latencyMs: order.stripe })
      supabase.control({ latencyMs: { rest: order.database, auth: order.database } })
      return { done: true }
    case 'crowd':
      await gather(order.customers)
      stripe.control({
        rateLimit: { perSecondPerEndpoint: order.perSecond, perSecond: 4 * order.perSecond },
      })
      return { done: true }
    case 'time rows':
      return timeRows(order.rows)
    case 'calls': {
      const calls = {
        stripe: stripe.calls.map(({ method, path }) => `${method} ${path}`),
        supabase: supabase.calls.map(({ method, path }) => `${method} ${path}`),
      }
      stripe.resetCalls()
      supabase.resetCalls()
      return calls
    }
    case 'timed calls':
      return { calls: takeTimedCalls() }
    case 'newest mail':
      return { tokenHash: supabase.inbox.newestTo(order.address)?.tokenHash ?? '' }
    case 'limit Stripe':
      stripe.control({
        rateLimit:
          order.perSecond === null
            ? null
            : { perSecondPerEndpoint: order.perSecond, perSecond: 4 * order.perSecond },
      })
      return { done: true }
  }
}

function takeTimedCalls(): TimedCall[] {
  const ofStripe = stripe.calls.flatMap(({ method, path, at, endedAt }) =>
    endedAt === null
      ? []
      : [{ service: 'stripe' as const, call: `${method} ${path}`, at, endedAt }],
  )
  const calls = [...ofStripe, ...mounted.calls.splice(0)]
  stripe.resetCalls()
  supabase.resetCalls()
  return calls
}

// Whoever started it is gone.
process.on('disconnect', () => process.exit())
process.on('message', (order: Order) => {
  answer(order).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.send?.({
  env: {
    SUPABASE_URL: mounted.url,
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    STRIPE_API_KEY: stripe.apiKey,
    STRIPE_API_BASE: stripe.url,
    FRONTEND_URL: process.argv[2],
  },
})
