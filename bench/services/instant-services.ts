import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { webhookSecret } from './requests.ts'
import { price, sessionOf } from './shop-objects.ts'

/** Values of no worth, short enough not to be taken for real ones. */
export const secrets = {
  SUPABASE_SECRET_KEY: 'sb_secret_x',
  STRIPE_API_KEY: 'sk_test_x',
  STRIPE_WEBHOOK_SECRET: webhookSecret,
}

/** A complete environment in which both Stripe and Supabase are at `address`. */
export function environment(address: string): Record<string, string> {
  return {
    ...secrets,
    SUPABASE_URL: address,
    SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
    STRIPE_API_BASE: address,
    FRONTEND_URL: 'http://127.0.0.1:8888/',
  }
}

/** `tokens`: a proof of `person.<n>@example.com`, who is customer `cus_<n>`, for each person. */
export type InstantServices = { env: Record<string, string>; tokens: string[]; close(): void }

const now = Math.floor(Date.now() / 1000)
const addressOf = (place: string | number) => `person.${place}@example.com`
const placeIn = (words = '') => /(?:person\.|cus_)(\d+)/.exec(words)?.[1] ?? '0'
const customerOf = (place: string) => ({
  id: `cus_${place}`,
  object: 'customer',
  email: addressOf(place),
  name: 'Ada',
  livemode: false,
  created: now,
  invoice_settings: { default_payment_method: null },
  default_source: null,
})
const list = (data: object[]) => ({ object: 'list', data, has_more: false, url: '/' })

/** An ordinary tick of the clock: everything is filled, and nothing rang since. */
const syncState = {
  livemode: false,
  pass_ticket: null,
  pass_until: null,
  sweep_after: null,
  passed_at: new Date(now * 1000).toISOString(),
  event_id: 'evt_1',
  event_created_at: new Date(now * 1000).toISOString(),
  replay_after: null,
}

/**
 * Stripe and Supabase as far as the doors ask them, without a database and at once: for measurements in which the
 * services' own work would take the time.
 */
export async function startInstantServices(people = 1): Promise<InstantServices> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const keys = [{ ...(await exportJWK(publicKey)), kid: '1', alg: 'ES256', use: 'sig' }]
  const server = createServer((request, response) => {
    void answerTo(request, keys).then((answer) => {
      response.writeHead(answer === undefined ? 501 : 200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(answer ?? { error: { message: `not spoken: ${request.url}` } }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const signToken = (place: number) =>
    new SignJWT({
      email: addressOf(place),
      role: 'authenticated',
      is_anonymous: false,
      phone: '',
      amr: [{ method: 'otp', timestamp: now }],
    })
      .setProtectedHeader({ alg: 'ES256', kid: '1' })
      .setIssuer(`${address}/auth/v1`)
      .setAudience('authenticated')
      .setSubject(`00000000-0000-4000-8000-${String(place).padStart(12, '0')}`)
      .setIssuedAt(now)
      .setExpirationTime(now + 1800)
      .sign(privateKey)
  const tokens = await Promise.all(Array.from({ length: people }, (_, place) => signToken(place)))
  return { env: environment(address), tokens, close: () => void server.close() }
}

async function answerTo(request: IncomingMessage, keys: object[]): Promise<unknown> {
  const body = await text(request)
  const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const place = placeIn(pathname)
  switch (pathname) {
    case '/auth/v1/.well-known/jwks.json':
      return { keys }
    case '/auth/v1/settings':
      return { mailer_autoconfirm: false }
    case '/rest/v1/stripe_customers': {
      const claims = request.headers.authorization?.split('.')[1] ?? ''
      const visitor = placeIn(Buffer.from(claims, 'base64url').toString())
      return [{ stripe_customer_id: `cus_${visitor}`, email: addressOf(visitor) }]
    }
    case '/rest/v1/rpc/my_account': {
      const claims = request.headers.authorization?.split('.')[1] ?? ''
      const address = addressOf(placeIn(Buffer.from(claims, 'base64url').toString()))
      return { outcome: 'found', account: '00000000-0000-4000-8000-000000000000', address }
    }
    case '/rest/v1/rpc/account_of':
      return { outcome: 'found', account: null, balance: 0, access: [], lots: [] }
    case '/rest/v1/rpc/my_tokens':
      return { outcome: 'found', tokens: [] }
    case '/rest/v1/stripe_prices':
      return [{ stripe_price_id: price.id }]
    case '/rest/v1/rpc/list_proven_orders':
      return []
    case '/rest/v1/rpc/record_return':
      return { access: [['prod_1']], is_behind: false, recorded_at: new Date().toISOString() }
    case `/v1/prices/${price.id}`:
      return price
    case '/v1/checkout/sessions':
      if (request.method !== 'POST') return list([])
      return {
        ...sessionOf(2),
        status: 'open',
        payment_status: 'unpaid',
        url: 'https://checkout.stripe.com/c/pay/cs_test_2',
      }
    case '/v1/checkout/sessions/cs_test_1':
      return sessionOf(1)
    case '/rest/v1/sync_state':
      return [syncState]
    case '/rest/v1/rpc/list_kept_letters':
      return []
    case '/rest/v1/rpc/list_offers':
    case '/rest/v1/rpc/search_offers':
      return { offers: [], updated_at: null }
    case '/rest/v1/rpc/find_offers':
      return { offers: [shownOffer], updated_at: null }
    case '/rest/v1/rpc/order_lines':
      return { lines: [orderLine], gone: [] }
    case '/rest/v1/rpc/list_unmet_customers':
      return [{ stripe_customer_ids: [], reached: null }]
    case '/rest/v1/rpc/record_customers': {
      const { reads } = JSON.parse(body) as { reads: object[] }
      return reads.map((read) => ({ ...read, outcome: 'recorded', read_ticket: 0 }))
    }
    case '/v1/events/evt_1':
      return { id: 'evt_1', object: 'event', type: 'customer.created', created: now, data: {} }
    case `/v1/customers/cus_${place}`:
      return customerOf(place)
    case '/v1/customers':
      return list([customerOf(placeIn(searchParams.get('email') ?? search))])
    case '/v1/billing_portal/sessions':
      return { object: 'billing_portal.session', url: 'https://billing.stripe.com/p/session/test' }
  }
  if (pathname.startsWith('/rest/v1/rpc/')) return 0
  if (pathname.startsWith('/v1/')) return list([])
}

/** What the database says of a price that is ordered, and of one whose product is shown. */
const orderLine = {
  price: 'price_1',
  product: 'prod_1',
  currency: 'eur',
  interval: null,
  interval_count: null,
  is_custom: false,
  trial_days: null,
  ships: null,
  shipping: null,
  phone: false,
}
const shownOffer = {
  ...orderLine,
  name: 'Book',
  description: null,
  image: null,
  images: [],
  features: [],
  amount: 500,
  custom: null,
  tax: null,
  sold_out: false,
  credits: null,
  credits_per_100: null,
  access: ['prod_1'],
}

if (import.meta.main) {
  const { env, tokens } = await startInstantServices(Number(process.argv[2]))
  process.on('disconnect', () => process.exit())
  process.send?.({ env, tokens })
}
