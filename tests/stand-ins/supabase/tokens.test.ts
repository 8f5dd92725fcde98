import * as jose from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { idsSeenBy, openBrowser, openWithToken } from '#tests/supabase-clients.ts'
import { callAuth } from './client.ts'

const ada = 'ada@example.com'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function listKeys(): Promise<jose.JSONWebKeySet> {
  const { body } = await callAuth(supabase, 'GET /.well-known/jwks.json')
  return body as unknown as jose.JSONWebKeySet
}

async function isVerified(token: string): Promise<boolean> {
  const keys = jose.createLocalJWKSet(await listKeys())
  return await jose.jwtVerify(token, keys, { algorithms: ['ES256'] }).then(
    () => true,
    () => false,
  )
}

describe('keys', () => {
  test.each([
    [true, 2],
    [false, 1],
  ])('after a rotation (old one kept: %s) number %i', async (keepOld, count) => {
    await supabase.rotateKey({ keepOld: false })
    const old = await supabase.mintToken()
    await supabase.rotateKey({ keepOld })
    expect((await listKeys()).keys).toHaveLength(count)
    expect(await isVerified(old)).toBe(keepOld)
    expect(await isVerified(await supabase.mintToken())).toBe(true)
    await supabase.rotateKey({ keepOld: false })
  })

  test('of a project with a shared secret are not listed: the secret signs', async () => {
    supabase.control({ legacySecret: true })
    expect(await listKeys()).toEqual({ keys: [] })
    const { accessToken } = await supabase.signIn(ada)
    expect(jose.decodeProtectedHeader(accessToken)).toEqual({ alg: 'HS256', typ: 'JWT' })
    const secret = new TextEncoder().encode(supabase.legacySecret)
    await expect(jose.jwtVerify(accessToken, secret)).resolves.toBeDefined()
    await expect(idsSeenBy(openWithToken(supabase, accessToken))).resolves.toEqual([])
  })

  test('answer 503 while they are unavailable', async () => {
    supabase.control({ jwksDown: true })
    const response = await fetch(`${supabase.url}/auth/v1/.well-known/jwks.json`)
    expect(response.status).toBe(503)
  })
})

describe('a minted token', () => {
  test('is like one of a sign-in, with whatever a test wants to change', async () => {
    const token = await supabase.mintToken(
      { email: ada, amr: undefined, extra: 1 },
      { expiresInSeconds: -5 },
    )
    const claims = jose.decodeJwt(token)
    expect(claims).toMatchObject({ email: ada, extra: 1, role: 'authenticated' })
    expect(claims).not.toHaveProperty('amr')
    expect(claims.exp! - claims.iat!).toBe(-5)
  })

  test.each<[string, () => Promise<string>, object]>([
    ['unsigned', () => supabase.mintToken({}, { alg: 'none' }), { alg: 'none' }],
    ['without a kid', () => supabase.mintToken({}, { kid: null }), { alg: 'ES256', typ: 'JWT' }],
    ['with a made-up kid', () => supabase.mintToken({}, { kid: 'x' }), { kid: 'x' }],
    [
      'signed with a stranger’s secret',
      () => supabase.mintToken({}, { alg: 'HS256', key: new Uint8Array(32), kid: null }),
      { alg: 'HS256' },
    ],
  ])('can be %s', async (_, mint, header) => {
    expect(jose.decodeProtectedHeader(await mint())).toMatchObject(header)
  })

  test('names the public address as its issuer', async () => {
    const before = supabase.url
    supabase.setPublicUrl('http://127.0.0.1:8888/_local/supabase/')
    expect(supabase.url).toBe('http://127.0.0.1:8888/_local/supabase')
    expect(jose.decodeJwt(await supabase.mintToken()).iss).toBe(`${supabase.url}/auth/v1`)
    supabase.setPublicUrl(before)
  })

  test('belongs to nobody', async () => {
    const token = await supabase.mintToken({ email: ada })
    const { error } = await openBrowser(supabase).auth.getUser(token)
    expect([error?.status, error?.code]).toEqual([403, 'user_not_found'])
  })
})

describe('the public settings', () => {
  test('say so if a project is unsafe', async () => {
    supabase.control({ autoconfirm: true, providers: ['email', 'google', 'phone'] })
    const { body } = await callAuth(supabase, 'GET /settings')
    const external = { google: true, phone: true }
    expect(body).toMatchObject({ mailer_autoconfirm: true, external })
  })

  test.each(['GET /settings', 'GET /health', 'POST /otp', 'GET /user'])(
    'need an API key, like the rest: %s',
    async (order) => {
      const [method, path] = order.split(' ')
      const response = await fetch(`${supabase.url}/auth/v1${path}`, { method: method! })
      expect(response.status).toBe(401)
    },
  )
})
