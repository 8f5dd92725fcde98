import * as jose from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { callAuth, claimsIn, dataApi } from './client.ts'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function listedKeys(): Promise<jose.JSONWebKeySet> {
  const { body } = await callAuth(supabase, 'GET /.well-known/jwks.json')
  return body as unknown as jose.JSONWebKeySet
}

async function verifies(token: string): Promise<boolean> {
  const keys = jose.createLocalJWKSet(await listedKeys())
  return await jose.jwtVerify(token, keys, { algorithms: ['ES256'] }).then(
    () => true,
    () => false,
  )
}

describe('keys', () => {
  test('the list is public, may be kept ten minutes, and tells no secret', async () => {
    const response = await fetch(`${supabase.url}/auth/v1/.well-known/jwks.json`)
    expect(response.headers.get('cache-control')).toBe('public, max-age=600')
    expect(await response.json()).toEqual({
      keys: [
        expect.objectContaining({ kty: 'EC', alg: 'ES256', kid: expect.any(String), use: 'sig' }),
      ],
    })
    expect(JSON.stringify(await listedKeys())).not.toContain('"d":')
  })

  test('a token verifies with them', async () => {
    const { accessToken } = await supabase.signIn('ada@example.com')
    expect(await verifies(accessToken)).toBe(true)
  })

  test.each([
    [true, 2],
    [false, 1],
  ])('after a rotation (old one kept: %s) %i are listed', async (keepOld, count) => {
    await supabase.rotateKey({ keepOld: false })
    const old = await supabase.mintToken()
    await supabase.rotateKey({ keepOld })
    expect((await listedKeys()).keys).toHaveLength(count)
    expect(await verifies(old)).toBe(keepOld)
    expect(await verifies(await supabase.mintToken())).toBe(true)
    await supabase.rotateKey({ keepOld: false })
  })

  test('a project with a shared secret lists none, and signs with the secret', async () => {
    supabase.control({ legacySecret: true })
    expect(await listedKeys()).toEqual({ keys: [] })
    const { accessToken } = await supabase.signIn('ada@example.com')
    expect(jose.decodeProtectedHeader(accessToken)).toEqual({ alg: 'HS256', typ: 'JWT' })
    const secret = new TextEncoder().encode(supabase.legacySecret)
    await expect(jose.jwtVerify(accessToken, secret)).resolves.toBeDefined()
    const { error } = await dataApi(supabase, accessToken)
      .from('stripe_customers')
      .select('stripe_customer_id')
    expect(error).toBeNull()
  })

  test('an outage is a 503', async () => {
    supabase.control({ jwksDown: true })
    const response = await fetch(`${supabase.url}/auth/v1/.well-known/jwks.json`)
    expect(response.status).toBe(503)
  })
})

describe('a minted token', () => {
  test('is what a sign-in gives, with whatever a test wants to change', async () => {
    const token = await supabase.mintToken({ email: 'ada@example.com', amr: undefined, extra: 1 })
    const claims = claimsIn(token)
    expect(claims).toMatchObject({ email: 'ada@example.com', extra: 1, role: 'authenticated' })
    expect(claims).not.toHaveProperty('amr')
  })

  test.each<[string, () => Promise<string>, object]>([
    ['unsigned', () => supabase.mintToken({}, { alg: 'none' }), { alg: 'none' }],
    ['without a kid', () => supabase.mintToken({}, { kid: null }), { alg: 'ES256', typ: 'JWT' }],
    ['with a made-up kid', () => supabase.mintToken({}, { kid: 'x' }), { kid: 'x' }],
    [
      'signed with somebody’s secret',
      () => supabase.mintToken({}, { alg: 'HS256', key: new Uint8Array(32), kid: null }),
      { alg: 'HS256' },
    ],
  ])('%s', async (_, mint, header) => {
    expect(jose.decodeProtectedHeader(await mint())).toMatchObject(header)
  })

  test('lives as long as asked', async () => {
    const { iat, exp } = claimsIn(await supabase.mintToken({}, { expiresInSeconds: -5 }))
    expect(Number(exp) - Number(iat)).toBe(-5)
  })

  test('names the public address as its issuer', async () => {
    const before = supabase.url
    supabase.setPublicUrl('http://127.0.0.1:8888/_local/supabase/')
    expect(supabase.url).toBe('http://127.0.0.1:8888/_local/supabase')
    expect(claimsIn(await supabase.mintToken())['iss']).toBe(`${supabase.url}/auth/v1`)
    supabase.setPublicUrl(before)
  })
})

describe('what the project says of itself', () => {
  test('only mail signs in, and it has to be confirmed', async () => {
    const { body } = await callAuth(supabase, 'GET /settings')
    expect(body).toMatchObject({
      disable_signup: false,
      mailer_autoconfirm: false,
      phone_autoconfirm: false,
      saml_enabled: false,
    })
    const external = Object.entries(body['external'] as object)
    expect(external.filter(([, isOn]) => isOn)).toEqual([['email', true]])
  })

  test('an unsafe project says so', async () => {
    supabase.control({ autoconfirm: true, providers: ['email', 'google', 'phone'] })
    const { body } = await callAuth(supabase, 'GET /settings')
    expect(body).toMatchObject({
      mailer_autoconfirm: true,
      external: { google: true, phone: true },
    })
  })

  test.each(['GET /settings', 'GET /health', 'POST /otp', 'GET /user'])(
    '%s needs an API key',
    async (order) => {
      const [method, path] = order.split(' ')
      const response = await fetch(`${supabase.url}/auth/v1${path}`, { method: method! })
      expect(response.status).toBe(401)
    },
  )
})
