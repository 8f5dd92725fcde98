import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

const email = 'ada@example.com'
const now = Math.floor(Date.now() / 1000)
const customer = {
  id: 'cus_1',
  object: 'customer',
  email,
  name: 'Ada',
  livemode: false,
  created: 1,
}

/** An ordinary tick of the clock: all is filled, and nothing rang since. */
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

/** Supabase and Stripe as far as a first invocation asks them: fixed answers, at once. For measurements only. */
export type Services = { address: string; token: string; close(): void }

export async function startServices(): Promise<Services> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: '1', alg: 'ES256', use: 'sig' }] }

  const server = createServer((request, response) => {
    void answerTo(request, jwks).then((answer) => {
      response.writeHead(answer === undefined ? 501 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer ?? { error: { message: request.url } }))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const claims = {
    email,
    role: 'authenticated',
    is_anonymous: false,
    phone: '',
    amr: [{ method: 'otp', timestamp: now }],
  }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: '1' })
    .setIssuer(`${address}/auth/v1`)
    .setAudience('authenticated')
    .setSubject('00000000-0000-4000-8000-000000000000')
    .setIssuedAt(now)
    .setExpirationTime(now + 1800)
    .sign(privateKey)
  return { address, token, close: () => server.close() }
}

async function answerTo(request: IncomingMessage, jwks: object): Promise<unknown> {
  const body = await text(request)
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
  switch (path) {
    case '/auth/v1/.well-known/jwks.json':
      return jwks
    case '/auth/v1/settings':
      return { mailer_autoconfirm: false }
    case '/rest/v1/stripe_customers':
      return [{ stripe_customer_id: customer.id, email }]
    case '/rest/v1/sync_state':
      return [syncState]
    case '/rest/v1/rpc/list_unmet_customers':
      return [{ stripe_customer_ids: [], reached: null }]
    case '/rest/v1/rpc/record_customers':
      return recordAll(JSON.parse(body) as Parameters<typeof recordAll>[0])
    case '/v1/events/evt_1':
      return { id: 'evt_1', object: 'event', type: 'customer.created', created: now, data: {} }
    case '/v1/customers/cus_1':
      return customer
    case '/v1/customers':
    case '/v1/customers/search':
      return { object: 'list', data: [customer], has_more: false, url: path }
    case '/v1/billing_portal/sessions':
      return { object: 'billing_portal.session', url: 'https://billing.stripe.com/p/session/test' }
    default:
      if (path.startsWith('/rest/v1/rpc/')) return 0
      if (path.startsWith('/v1/')) return { object: 'list', data: [], has_more: false, url: path }
  }
}

function recordAll({ reads }: { reads: { stripe_customer_id: string }[] }) {
  return reads.map(({ stripe_customer_id }) => ({ stripe_customer_id, outcome: 'recorded' }))
}
