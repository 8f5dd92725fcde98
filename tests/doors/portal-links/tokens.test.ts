import type { CryptoKey, JWK } from 'jose'
import { exportSPKI, generateKeyPair, importJWK } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import portalLinks from '../../../netlify/functions/portal-links.ts'
import type { Claims, MintOptions } from '#local/supabase/index.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import type { Refusal } from '../present-token.ts'
import { expectRefused, expectTaken } from '../present-token.ts'

const email = 'ada@example.com'
listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

const mint = (claims: Claims = {}, options: MintOptions = {}) =>
  world.supabase.mintToken({ email, ...claims }, options)
const ask = (headers: Record<string, string>) => world.post('/api/portal-links', { headers })
/** Seconds from now. */
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
const bytes = (text: string) => new TextEncoder().encode(text)
const jwksPath = '/auth/v1/.well-known/jwks.json'

async function publicKey(): Promise<JWK> {
  const { keys } = (await (await fetch(world.supabase.url + jwksPath)).json()) as { keys: [JWK] }
  return keys[0]
}

/** Signed by a key of this algorithm that a stranger made. */
async function forge(alg: string, options: MintOptions = {}): Promise<string> {
  return mint({}, { alg, key: (await generateKeyPair(alg)).privateKey, ...options })
}

describe('a request that carries no bearer token', () => {
  test.each([
    ['no header', {}],
    ['an empty header', { Authorization: '' }],
    ['another scheme', { Authorization: 'Basic YWRhOmFkYQ==' }],
    ['only the scheme', { Authorization: 'Bearer' }],
    ['two tokens', { Authorization: 'Bearer one two' }],
    ['a token without its scheme', { Authorization: 'a.b.c' }],
  ])('is refused: %s', async (_, headers: Record<string, string>) => {
    await expectRefused(world, await ask(headers), 'token_missing')
  })
})

describe.each([
  ['no shared secret is', {}],
  ['a shared secret is', { SUPABASE_JWT_SECRET: 'legacy' }],
])('if %s set', (_, secret) => {
  beforeEach(async () => {
    if ('SUPABASE_JWT_SECRET' in secret)
      await emptyWorld({ SUPABASE_JWT_SECRET: world.supabase.legacySecret })
  })

  test.each(['a.b.c', 'e30.e30.', 'e30.e30.e30', 'one.two', 'rubbish', '..', 'é.é.é'])(
    'a token that nobody signed is refused: %s',
    async (token) => {
      await expectRefused(world, await world.askForLinks(token), 'token_invalid')
    },
  )

  test.each<[string, () => Promise<string>]>([
    ["a stranger's key under our key's name", () => forge('ES256')],
    ["a stranger's key under its own name", () => forge('ES256', { kid: 'its own' })],
    ['an RSA key', () => forge('RS256')],
    ['an algorithm that is not ours', () => forge('ES384')],
    ['none at all', () => mint({}, { alg: 'none' })],
    [
      "the public key's JWK as a secret",
      async () => mint({}, { alg: 'HS256', key: bytes(JSON.stringify(await publicKey())) }),
    ],
    [
      "the public key's PEM as a secret",
      async () => {
        const key = (await importJWK(await publicKey(), 'ES256')) as CryptoKey
        return mint({}, { alg: 'HS256', key: bytes(await exportSPKI(key)) })
      },
    ],
    [
      "the project's own shared secret, while it lists public keys",
      () => mint({}, { alg: 'HS256', key: bytes(world.supabase.legacySecret), kid: null }),
    ],
  ])('a token that another key signed is refused: %s', async (_kind, forged) => {
    await expectRefused(world, await world.askForLinks(await forged()), 'token_invalid')
  })
})

test('a token that nobody signed is refused whatever its length, and no key is fetched for it', async () => {
  const headers = { Authorization: `Bearer ${'x.y.z'.repeat(20_000)}` }
  const request = new Request(`${world.origin}/api/portal-links`, { method: 'POST', headers })
  await expectRefused(world, await portalLinks(request), 'token_invalid')
  expect(world.supabase.calls.filter(({ path }) => path === jwksPath)).toEqual([])
})

// What of a sign-in proves the address: server/rules/proof-of-address.test.ts.
describe('a token of our key with claims that are not right', () => {
  const otp = (age: number) => ({ method: 'otp', timestamp: inSeconds(-age) })
  test.each<[Refusal, string, () => Claims]>([
    ['token_expired', 'expired', () => ({ exp: inSeconds(-10) })],
    ['token_invalid', 'without an end', () => ({ exp: undefined })],
    ['token_invalid', 'not yet valid', () => ({ nbf: inSeconds(60) })],
    ['token_invalid', 'issued in the future', () => ({ iat: inSeconds(60) })],
    ['token_invalid', 'of another project', () => ({ iss: 'https://abc.supabase.co/auth/v1' })],
    ['token_invalid', 'of a longer issuer', () => ({ iss: `${world.supabase.url}/auth/v1/` })],
    ['token_invalid', 'of no issuer', () => ({ iss: undefined })],
    ['token_invalid', 'for another audience', () => ({ aud: 'anon' })],
    ['token_invalid', 'for two audiences', () => ({ aud: ['authenticated', 'anon'] })],
    ['token_invalid', 'for no audience', () => ({ aud: undefined })],
    ['token_invalid', "of the server's role", () => ({ role: 'service_role' })],
    ['email_unproven', 'by password', () => ({ amr: [{ ...otp(0), method: 'password' }] })],
    ['email_unproven', 'by nothing stated', () => ({ amr: undefined })],
    ['sign_in_too_old', 'by email, too long ago', () => ({ amr: [otp(1810)] })],
  ])('is refused (%s): %s', async (code, _, claims) => {
    await expectRefused(world, await world.askForLinks(await mint(claims())), code)
  })

  test('is refused as soon as the owner thinks the proof too old', async () => {
    await emptyWorld({ SIGN_IN_MAX_AGE_SECONDS: '600' })
    const old = await world.askForLinks(await mint({ amr: [otp(610)] }))
    await expectRefused(world, old, 'sign_in_too_old')
    await expectTaken(await world.askForLinks(await mint({ amr: [otp(30)] })))
  })

  test('what people wrote about themselves is never read', async () => {
    const user_metadata = { email: 'eve@example.com', email_verified: true }
    const response = await world.askForLinks(await mint({ user_metadata }))
    expect(await response.json()).toEqual({ email, livemode: false, links: [], more: false })
  })
})

describe('a token that proves the address', () => {
  test.each<[string, () => Claims]>([
    [
      'by a clock a little ahead',
      () => ({ iat: inSeconds(2), amr: [{ method: 'otp', timestamp: inSeconds(2) }] }),
    ],
    ['and says nothing of a phone or an application', () => ({ phone: null, client_id: null })],
    ['and does not say whether it is anonymous', () => ({ is_anonymous: undefined })],
  ])('is taken: %s', async (_, claims) => {
    await expectTaken(await world.askForLinks(await mint(claims())))
  })

  test.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])(
    'is taken under the scheme %j',
    async (scheme) => {
      await expectTaken(await ask({ Authorization: `${scheme} ${await mint()}` }))
    },
  )

  test('after a sign-in by email opens the customers under it', async () => {
    const customer = await world.knownCustomer(email)
    const { links } = await world.links({ token: await world.signIn(email) })
    expect(links).toMatchObject([{ customer, url: expect.stringContaining('/portal/') }])
  })
})
