import { startStripeStandIn } from '#local/stripe/index.ts'
import { startSupabaseStandIn } from '#local/supabase/index.ts'
import type { Service, TimedCall } from '../figures/critical-path.ts'
import { shopOrders } from './shop-orders.ts'

const [stripe, supabase] = await Promise.all([
  startStripeStandIn(),
  startSupabaseStandIn({ siteUrl: process.argv[2] ?? '' }),
])
const price = stripe.createPrice({
  product: stripe.createProduct({ name: 'Studio' }).id,
  unit_amount: 2900,
  currency: 'eur',
  recurring: { interval: 'month' },
})
const year = 365 * 86_400
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

/** What a part may order, by message: `{ name, given }` is answered with `{ reply }`, one at a time. */
const orders = {
  ...shopOrders(stripe),

  /** Puts so many customers under one new address, known to the table; a token that proves the address. */
  async settle(customers: number) {
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
  },

  /** Milliseconds per answer. */
  async setLatency({ stripe: latencyMs, database }: { stripe: number; database: number }) {
    stripe.control({ latencyMs })
    supabase.control({ latencyMs: { rest: database, auth: database } })
  },

  /** The answered calls since the last time it was asked. */
  async takeCalls(): Promise<TimedCall[]> {
    const stamp = (service: Service, at: number, endedAt: number | null) =>
      endedAt === null ? [] : [{ service, at, endedAt }]
    const answered = [
      ...stripe.calls.map(({ at, endedAt }) => stamp('stripe', at, endedAt)),
      ...supabase.calls.map(({ path, at, endedAt }) =>
        stamp(path.startsWith('/rest/') ? 'database' : 'auth', at, endedAt),
      ),
    ].flat()
    stripe.resetCalls()
    supabase.resetCalls()
    return answered
  },

  /** The hash in the newest email to an address. */
  async newestHash(address: string) {
    return supabase.inbox.newestTo(address)?.tokenHash ?? ''
  },

  /** How many calls a second Stripe answers at each endpoint. */
  async limitStripe(perSecond: number) {
    stripe.control({
      rateLimit: { perSecondPerEndpoint: perSecond, perSecond: 4 * perSecond },
    })
  },

  /** An account of that many customers, made over five years, more of them lately; an empty table. */
  async crowd(customers: number) {
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
  },

  /** Milliseconds a row, written to the database as the gateway does, so many rows a call. */
  async timeRows({ rows, perCall }: { rows: number; perCall: number }) {
    const read = (place: number) => ({
      stripe_customer_id: `cus_t${place}`,
      email: `t${place}@x.y`,
      livemode: false,
    })
    await supabase.empty()
    const startedAt = performance.now()
    for (let from = 0; from < rows; from += perCall) {
      const reads = Array.from({ length: perCall }, (_, place) => read(from + place))
      const sql = 'select * from record_customers($1::jsonb, take_read_ticket())'
      await supabase.database.query(sql, [JSON.stringify(reads)])
    }
    return (performance.now() - startedAt) / rows
  },
}
export type StandIns = typeof orders

async function answer(name: keyof StandIns, given: never): Promise<void> {
  process.send?.({ reply: await orders[name](given) })
}

// Whoever started it is gone.
process.on('disconnect', () => process.exit())
process.on('message', ({ name, given }: { name: keyof StandIns; given: never }) => {
  answer(name, given).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
process.send?.({
  orders: Object.keys(orders),
  env: {
    SUPABASE_URL: supabase.url,
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    STRIPE_API_KEY: stripe.apiKey,
    STRIPE_API_BASE: stripe.url,
    FRONTEND_URL: process.argv[2],
  },
})
