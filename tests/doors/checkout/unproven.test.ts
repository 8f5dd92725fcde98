import type { CryptoKey } from 'jose'
import { generateKeyPair } from 'jose'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Claims, MintOptions } from '#local/supabase/index.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { ask, buy, offer, orderOf, told } from './shop-window.ts'

const email = 'ada@example.com'
const log = listenToLog()
let strangersKey: CryptoKey
beforeAll(async () => {
  strangersKey = (await generateKeyPair('ES256')).privateKey
})

let world: World
let price: string
beforeEach(async () => {
  world = await emptyWorld()
  ;({ price } = await offer(world))
  // Somebody who could be taken for somebody else.
  await world.knownCustomer(email)
  world.stripe.resetCalls()
})

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
const mint = (claims: Claims = {}, options: MintOptions = {}) =>
  world.supabase.mintToken({ email, ...claims }, options)
const factor = (method: string, age = 0) => [{ method, timestamp: inSeconds(-age) }]

async function expectUnproven(token: string): Promise<void> {
  await buy(world, orderOf(price), token)
  const [order = {}] = told(world)
  for (const name of ['customer', 'customer_email', 'client_reference_id'])
    expect(order).not.toHaveProperty(name)
}

test.each<[string, () => string | Promise<string>]>([
  ['is expired', () => mint({ exp: inSeconds(-10) })],
  ['has no end', () => mint({ exp: undefined })],
  ['is not yet valid', () => mint({ nbf: inSeconds(60) })],
  ['is from the future', () => mint({ iat: inSeconds(60) })],
  ['is of another project', () => mint({ iss: 'https://abc.supabase.co/auth/v1' })],
  ['is of no issuer', () => mint({ iss: undefined })],
  ['is for another audience', () => mint({ aud: 'anon' })],
  ["is the server's", () => mint({ role: 'service_role' })],
  ['is for nobody', () => mint({ role: 'anon' })],
  ['is anonymous', () => mint({ is_anonymous: true })],
  ['was made by password', () => mint({ amr: factor('password') })],
  [
    'was made by a password and a code',
    () => mint({ amr: [...factor('otp'), ...factor('password')] }),
  ],
  ['was made by another service', () => mint({ amr: factor('oauth') })],
  ['was made by a second factor alone', () => mint({ amr: factor('totp') })],
  ['does not say how it was made', () => mint({ amr: undefined })],
  ['was proven too long ago', () => mint({ amr: factor('otp', 1810) })],
  ['was proven in the future', () => mint({ amr: factor('otp', -60) })],
  ['has a phone', () => mint({ phone: '+15550100' })],
  ['was made for an application', () => mint({ client_id: 'app' })],
  ['has no address', () => mint({ email: '' })],
  ['has an address that is none', () => mint({ email: 'ada' })],
  ['is signed by a stranger', () => mint({}, { alg: 'ES256', key: strangersKey })],
  ['is signed by nobody', () => mint({}, { alg: 'none' })],
  ['is rubbish', () => 'a.b.c'],
  ['is a key of Stripe', () => 'sk_test_local'],
  ['is the publishable key', () => world.supabase.publishableKey],
  ['is the legacy key of anybody', () => world.supabase.anonKey],
  ['is the secret key', () => world.supabase.secretKey],
  ['is very long', () => 'x.y.z'.repeat(1000)],
])(
  'a token that %s proves nothing: Stripe is told of nobody, and nothing is wrong',
  async (_, make) => {
    await expectUnproven(await make())
  },
)

test('a token whose address was changed meanwhile proves nothing', async () => {
  const { accessToken, user } = await world.supabase.signIn(email)
  await world.supabase.database.query(
    `insert into private.address_moves (user_id, moved_at) values ($1, now())
     on conflict (user_id) do update set moved_at = excluded.moved_at`,
    [user.id],
  )
  await expectUnproven(accessToken)
})

test('where everybody may claim an address without a confirmation, no token proves one', async () => {
  world.supabase.control({ autoconfirm: true })
  try {
    await expectUnproven(await mint())
  } finally {
    world.supabase.control({ autoconfirm: false })
  }
})

test('no header, and others than a bearer, are nobody', async () => {
  for (const headers of [{}, { Authorization: '' }, { Authorization: 'Basic YWRhOmFkYQ==' }])
    expect(
      (await world.post('/api/checkout', { body: orderOf(price), headers: { ...headers } })).status,
    ).toBe(200)
  for (const order of told(world)) expect(order).not.toHaveProperty('customer_email')
})

test('while it cannot be told whether a token proves something, nothing is sold by it', async () => {
  world.supabase.control({ faults: [{ path: '/auth/v1/.well-known/jwks.json', status: 500 }] })
  await expectProblem(ask(world, orderOf(price), await mint()), 503, 'auth_unavailable')
  expect(told(world)).toEqual([])
  log.takeFaults()
})

test('an address that asks all the time waits, as at other doors', async () => {
  await world.supabase.database.query(`insert into private.link_requests select $1, now(), 1000`, [
    email,
  ])
  const refused = await ask(world, orderOf(price), await mint())
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([
    429,
    expect.stringMatching(/^\d+$/),
  ])
  expect(world.stripe.calls).toEqual([])
})
