import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, type JWK } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import portalLinks from '../../../netlify/functions/portal-links.ts'
import type { Claims, MintOptions } from '#local/supabase/index.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import type { Refusal } from '../present-token.ts'
import { ask, askWith, expectRefused, expectTaken } from '../present-token.ts'

const email = 'ada@example.com'
listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

const mint = (claims: Claims = {}, options: MintOptions = {}) =>
  world.supabase.mintToken({ email, ...claims }, options)
/** Seconds from now. */
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
const bytes = (text: string) => new TextEncoder().encode(text)
const jwksPath = '/auth/v1/.well-known/jwks.json'

async function publicKey(): Promise<JWK> {
  const { keys } = (await (await fetch(world.supabase.url + jwksPath)).json()) as { keys: [JWK] }
  return keys[0]
}

describe('a request that carries no bearer token', () => {
  test.each([
    ['no header', {}],
    ['an empty header', { Authorization: '' }],
    ['another scheme', { Authorization: 'Basic YWRhOmFkYQ==' }],
    ['the scheme alone', { Authorization: 'Bearer' }],
    ['two tokens', { Authorization: 'Bearer one two' }],
    ['a token without its scheme', { Authorization: 'a.b.c' }],
  ])('is refused: %s', async (_, headers: Record<string, string>) => {
    await expectRefused(world, await ask(world, headers), 'token_missing')
  })
})

describe('a token that nobody signed', () => {
  const rubbish = ['a.b.c', 'e30.e30.', 'e30.e30.e30', 'one.two', 'rubbish', '..', 'é.é.é']
  test.each(rubbish)('is refused: %s', async (token) => {
    await expectRefused(world, await askWith(world, token), 'token_invalid')
  })

  test.each(rubbish)('is refused where a shared secret is set, too: %s', async (token) => {
    await emptyWorld({ SUPABASE_JWT_SECRET: world.supabase.legacySecret })
    await expectRefused(world, await askWith(world, token), 'token_invalid')
  })

  test('is refused whatever its length', async () => {
    const headers = { Authorization: `Bearer ${'x.y.z'.repeat(20_000)}` }
    const request = new Request(`${world.origin}/api/portal-links`, { method: 'POST', headers })
    await expectRefused(world, await portalLinks(request), 'token_invalid')
    expect(world.supabase.calls.filter(({ path }) => path === jwksPath)).toEqual([])
  })
})

describe('a token that another key signed', () => {
  const forgeries: [string, () => Promise<string>][] = [
    [
      "a stranger's key under our key's name",
      async () => mint({}, { key: (await generateKeyPair('ES256')).privateKey }),
    ],
    [
      "a stranger's key under his own name",
      async () => mint({}, { key: (await generateKeyPair('ES256')).privateKey, kid: 'his' }),
    ],
    [
      'an RSA key',
      async () => mint({}, { alg: 'RS256', key: (await generateKeyPair('RS256')).privateKey }),
    ],
    [
      'an algorithm that is not ours',
      async () => mint({}, { alg: 'ES384', key: (await generateKeyPair('ES384')).privateKey }),
    ],
    ['none at all', async () => mint({}, { alg: 'none' })],
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
      async () => mint({}, { alg: 'HS256', key: bytes(world.supabase.legacySecret), kid: null }),
    ],
  ]

  test.each(forgeries)('is refused: %s', async (_, forge) => {
    await expectRefused(world, await askWith(world, await forge()), 'token_invalid')
  })

  test.each(forgeries)('is refused where a shared secret is set, too: %s', async (_, forge) => {
    await emptyWorld({ SUPABASE_JWT_SECRET: world.supabase.legacySecret })
    await expectRefused(world, await askWith(world, await forge()), 'token_invalid')
  })
})

describe('a token of our key with claims that are not right', () => {
  const otp = (age: number) => ({ method: 'otp', timestamp: inSeconds(-age) })
  test.each<[Refusal, string, () => Claims]>([
    ['token_expired', 'expired', () => ({ exp: inSeconds(-10) })],
    ['token_invalid', 'without an end', () => ({ exp: undefined })],
    ['token_invalid', 'not yet valid', () => ({ nbf: inSeconds(60) })],
    ['token_invalid', 'issued in the future', () => ({ iat: inSeconds(60) })],
    ['token_invalid', 'of another project', () => ({ iss: 'https://abc.supabase.co/auth/v1' })],
    [
      'token_invalid',
      'of an issuer with a trailing slash',
      () => ({ iss: `${world.supabase.url}/auth/v1/` }),
    ],
    ['token_invalid', 'of no issuer', () => ({ iss: undefined })],
    ['token_invalid', 'for another audience', () => ({ aud: 'anon' })],
    ['token_invalid', 'for no audience', () => ({ aud: undefined })],
    ['token_invalid', "of the server's role", () => ({ role: 'service_role' })],
    ['token_invalid', 'of the nameless role', () => ({ role: 'anon' })],
    ['token_invalid', 'of no role', () => ({ role: undefined })],
    ['email_unproven', 'anonymous', () => ({ is_anonymous: true })],
    ['email_unproven', 'anonymous in words', () => ({ is_anonymous: 'true' })],
    ['email_unproven', "another application's", () => ({ client_id: 'an-app' })],
    ['email_unproven', 'with a phone', () => ({ phone: '491700000000' })],
    ['email_unproven', 'of no address', () => ({ email: undefined })],
    ['email_unproven', 'of an empty address', () => ({ email: '' })],
    ['email_unproven', 'of an address beyond ASCII', () => ({ email: 'adá@example.com' })],
    ['email_unproven', 'of an address with a Kelvin sign', () => ({ email: '\u212a@example.com' })],
    ['email_unproven', 'of two addresses', () => ({ email: [email, 'eve@example.com'] })],
    ['email_unproven', 'by password', () => ({ amr: [{ ...otp(0), method: 'password' }] })],
    [
      'email_unproven',
      'by password and mail',
      () => ({ amr: [otp(0), { ...otp(60), method: 'password' }] }),
    ],
    ['email_unproven', 'by another site', () => ({ amr: [{ ...otp(0), method: 'oauth' }] })],
    ['email_unproven', 'by an unknown method', () => ({ amr: [{ ...otp(0), method: 'sso/new' }] })],
    [
      'email_unproven',
      'by a second factor alone',
      () => ({ amr: [{ ...otp(0), method: 'totp' }] }),
    ],
    ['email_unproven', 'by nothing stated', () => ({ amr: undefined })],
    ['email_unproven', 'by an empty list', () => ({ amr: [] })],
    ['email_unproven', 'by a word', () => ({ amr: 'otp' })],
    ['email_unproven', 'by a list of words', () => ({ amr: ['otp'] })],
    ['email_unproven', 'by mail at no time', () => ({ amr: [{ method: 'otp' }] })],
    ['email_unproven', 'by mail in the future', () => ({ amr: [otp(-60)] })],
    ['sign_in_too_old', 'by mail, too long ago', () => ({ amr: [otp(1810)] })],
    [
      'sign_in_too_old',
      'by mail too long ago, with a fresh second factor',
      () => ({ amr: [otp(1810), { ...otp(0), method: 'totp' }] }),
    ],
  ])('is refused (%s): %s', async (code, _, claims) => {
    await expectRefused(world, await askWith(world, await mint(claims())), code)
  })

  test('is refused as soon as the owner thinks the proof too old', async () => {
    await emptyWorld({ SIGN_IN_MAX_AGE_SECONDS: '60' })
    await expectRefused(
      world,
      await askWith(world, await mint({ amr: [otp(70)] })),
      'sign_in_too_old',
    )
    await expectTaken(await askWith(world, await mint({ amr: [otp(30)] })))
  })

  test('what a person wrote about himself is never read', async () => {
    const user_metadata = { email: 'eve@example.com', email_verified: true }
    const response = await askWith(world, await mint({ user_metadata }))
    expect(await response.json()).toEqual({ email, links: [] })
  })
})

describe('a token that proves the address', () => {
  const at = (age: number, method: string) => ({ method, timestamp: inSeconds(-age) })
  test.each<[string, () => Claims]>([
    ['by code or link', () => ({ amr: [at(0, 'otp')] })],
    ['by the older name', () => ({ amr: [at(0, 'magiclink')] })],
    ['by the first mail of all', () => ({ amr: [at(0, 'email/signup')] })],
    ['by mail and a second factor', () => ({ amr: [at(5, 'totp'), at(20, 'otp')] })],
    ['by two mails, one of them old', () => ({ amr: [at(0, 'otp'), at(4000, 'magiclink')] })],
    ['half an hour ago', () => ({ amr: [at(1780, 'otp')] })],
    ['by a clock a little ahead', () => ({ iat: inSeconds(2), amr: [at(-2, 'otp')] })],
    ['and ended a moment ago', () => ({ exp: inSeconds(-1) })],
    ['and says nothing of a phone or an application', () => ({ phone: null, client_id: null })],
    ['and does not say whether it is anonymous', () => ({ is_anonymous: undefined })],
  ])('is taken: %s', async (_, claims) => {
    await world.knownCustomer(email)
    // The table is asked with the same token, and its own bounds are wider or the same.
    const response = await askWith(world, await mint(claims()))
    await expectTaken(response)
  })

  test.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])(
    'is taken under the scheme %j',
    async (scheme) => {
      await expectTaken(
        await ask(world, { Authorization: `${scheme} ${await world.signIn(email)}` }),
      )
    },
  )

  test('of somebody who signed in for real opens his customers', async () => {
    const customer = await world.knownCustomer(email)
    const { links } = await world.links({ email })
    expect(links).toMatchObject([{ customer, url: expect.stringContaining('/portal/') }])
  })
})
