import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/**
 * Stripe and Supabase as far as a sign-in and a delivery ask them, for many people, without a database and at once:
 * for measurements of thousands of requests, in which the neighbours' own work would take the time. Customer
 * `cus_<n>` is at `person.<n>@example.com`.
 */
const people = 100
const now = Math.floor(Date.now() / 1000)
const { publicKey, privateKey } = await generateKeyPair('ES256')
const keys = [{ ...(await exportJWK(publicKey)), kid: '1', alg: 'ES256', use: 'sig' }]

const addressOf = (place: string | number) => `person.${place}@example.com`
const placeIn = (words: string | null) => /(?:person\.|cus_)(\d+)/.exec(words ?? '')?.[1] ?? '0'
const customerOf = (place: string) => ({
  id: `cus_${place}`,
  object: 'customer',
  email: addressOf(place),
  name: 'Somebody',
  livemode: false,
  created: now,
})
const list = (data: object[]) => ({ object: 'list', data, has_more: false, url: '/' })

const server = createServer((request, response) => {
  void answerTo(request).then((answer) => {
    response.writeHead(answer === undefined ? 501 : 200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(answer ?? { error: { message: `not spoken: ${request.url}` } }))
  })
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

async function answerTo(request: IncomingMessage): Promise<unknown> {
  const body = await text(request)
  const { pathname, searchParams } = new URL(request.url ?? '/', address)
  const id = placeIn(pathname)
  switch (pathname) {
    case '/auth/v1/.well-known/jwks.json':
      return { keys }
    case '/auth/v1/settings':
      return { mailer_autoconfirm: false }
    case '/rest/v1/stripe_customers': {
      const payload = request.headers.authorization?.split('.')[1] ?? ''
      const place = placeIn(Buffer.from(payload, 'base64url').toString())
      return [{ stripe_customer_id: `cus_${place}`, email: addressOf(place) }]
    }
    case '/rest/v1/rpc/count_link_request':
      return 0
    case '/rest/v1/rpc/take_read_ticket':
      return 1
    case '/rest/v1/rpc/record_customers': {
      const { reads } = JSON.parse(body) as { reads: { stripe_customer_id: string }[] }
      return reads.map((read) => ({ ...read, outcome: 'recorded' }))
    }
    case '/v1/products':
      return list([])
    case '/v1/customers':
      return list([customerOf(placeIn(searchParams.get('email')))])
    case `/v1/customers/cus_${id}`:
      return customerOf(id)
    case '/v1/billing_portal/sessions':
      return { object: 'billing_portal.session', url: 'https://billing.stripe.com/p/session/test' }
  }
}

const tokens = await Promise.all(
  Array.from({ length: people }, (_, place) =>
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
      .sign(privateKey),
  ),
)

process.on('disconnect', () => process.exit())
process.on('message', () => undefined)
process.send?.({
  tokens,
  env: {
    SUPABASE_URL: address,
    SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
    SUPABASE_SECRET_KEY: 'sb_secret_x',
    STRIPE_API_KEY: 'sk_test_x',
    STRIPE_API_BASE: address,
    FRONTEND_URL: 'http://127.0.0.1:8888/',
  },
})
