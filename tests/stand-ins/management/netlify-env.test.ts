import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from './client.ts'
import { ask } from './client.ts'
import type { NetlifyStandIn } from './netlify/index.ts'
import { startNetlifyStandIn } from './netlify/index.ts'

let netlify: NetlifyStandIn
beforeEach(async () => {
  netlify = await startNetlifyStandIn({ siteUrl: 'http://127.0.0.1:8888/' })
})
afterEach(() => netlify.close())

/** Such as `PUT A_NAME`; without a name, the site's whole list. */
const env = async (order: string, body?: unknown): Promise<Answer> => {
  const [method, key] = order.split(' ')
  const path = `/api/v1/accounts/${netlify.accountSlug}/env${key === undefined ? '' : `/${key}`}`
  return await ask(netlify, `${method} ${path}?site_id=${netlify.siteId}`, body)
}
const production = (value: string) => ({ context: 'production', value })
const forAll = (value: string) => ({ context: 'all', value })
const plain = (key: string, value: string) => ({ key, values: [forAll(value)] })
const secret = (key: string, value: string) => ({
  key,
  is_secret: true,
  scopes: ['builds', 'functions', 'runtime'],
  values: [production(value), { context: 'deploy-preview', value }, { context: 'dev', value: 'd' }],
})

describe('variables', () => {
  test('are made many at once, and listed', async () => {
    const order = [plain('SUPABASE_URL', 'https://a'), plain('FRONTEND_URL', 'https://b')]
    const made = await env('POST', order)
    const id = expect.any(String)
    expect([made.status, made.body[0]]).toEqual([
      201,
      {
        key: 'SUPABASE_URL',
        scopes: ['builds', 'functions', 'runtime', 'post-processing'],
        values: [{ id, context: 'all', value: 'https://a' }],
        is_secret: false,
        updated_at: expect.any(String),
      },
    ])
    expect((await env('GET')).body).toEqual(made.body)
  })

  test('are deleted one by one, with the values of every context', async () => {
    await env('POST', [plain('A_NAME', 'a'), secret('ANOTHER', 'b')])
    expect((await env('DELETE ANOTHER')).status).toBe(204)
    expect((await env('DELETE ANOTHER')).status).toBe(404)
    expect((await env('GET')).body.map(({ key }) => key)).toEqual(['A_NAME'])
  })

  test('that exist are not made again, and nor is anything else in that request', async () => {
    await env('POST', [plain('A_NAME', 'a')])
    const again = await env('POST', [plain('ANOTHER', 'b'), plain('A_NAME', 'b')])
    expect(again.status).toBe(422)
    expect(netlify.env()).toMatchObject({ A_NAME: 'a' })
    expect(netlify.env()).not.toHaveProperty('ANOTHER')
  })

  test('are replaced by PUT, which may rename them', async () => {
    await env('POST', [plain('A_NAME', 'a')])
    const order = { key: 'A_BETTER_NAME', values: [production('b')] }
    const { status, body } = await env('PUT A_NAME', order)
    expect([status, body['key']]).toEqual([200, 'A_BETTER_NAME'])
    expect(netlify.env()).toMatchObject({ A_BETTER_NAME: 'b' })
    expect(netlify.env()).not.toHaveProperty('A_NAME')
    expect((await env('PUT A_NAME', order)).status).toBe(404)
  })

  test('are changed by PATCH in one context', async () => {
    await env('POST', [plain('A_NAME', 'a')])
    expect((await env('PATCH A_NAME', production('p'))).status).toBe(201)
    await env('PATCH A_NAME', production('q'))
    const [variable] = (await env('GET')).body
    expect(variable?.['values']).toMatchObject([forAll('a'), production('q')])
    expect(netlify.env()['A_NAME']).toBe('q')
  })

  test.each<[string, unknown]>([
    ['no list', plain('A_NAME', 'a')],
    ['no key', [{ values: [production('a')] }]],
    ['a key with a space', [plain('A NAME', 'a')]],
    ['no values', [{ key: 'A_NAME' }]],
    ['an unknown context', [{ key: 'A_NAME', values: [{ context: 'moon', value: 'a' }] }]],
    ['a branch without its name', [{ key: 'A_NAME', values: [{ context: 'branch', value: 'a' }] }]],
    ['an unknown scope', [{ ...plain('A_NAME', 'a'), scopes: ['moon'] }]],
    ['a secret for all contexts', [{ ...secret('A_NAME', 'a'), values: [forAll('a')] }]],
    ['a secret in all scopes', [{ ...secret('A_NAME', 'a'), scopes: undefined }]],
    ['a secret in post-processing', [{ ...secret('A_NAME', 'a'), scopes: ['post-processing'] }]],
  ])('are refused: %s', async (_, body) => {
    expect((await env('POST', body)).status).toBe(422)
    expect((await env('GET')).body).toEqual([])
  })

  test('that the account shares are not known here', async () => {
    const path = `/api/v1/accounts/${netlify.accountSlug}/env`
    expect((await ask(netlify, `GET ${path}`)).status).toBe(501)
    expect((await ask(netlify, `GET ${path}?site_id=another`)).status).toBe(404)
    expect((await ask(netlify, 'GET /api/v1/accounts/another/env')).status).toBe(404)
  })

  test('have no choice of scopes on the free plan; naming all of them is none', async () => {
    netlify.control({ plan: 'free' })
    expect(await env('POST', [{ ...plain('A_NAME', 'a'), scopes: ['functions'] }])).toMatchObject({
      status: 403,
      body: { code: 403, message: 'Upgrade your Netlify account to set specific scopes' },
    })
    const whole = await env('POST', [plain('A_NAME', 'a'), secret('ANOTHER', 'b')])
    expect(whole.status).toBe(201)
  })
})

describe('secret variables', () => {
  beforeEach(async () => void (await env('POST', [secret('STRIPE_API_KEY', 'rk_live')])))

  test('never come back, except for what developers use', async () => {
    const [variable] = (await env('GET')).body
    expect(variable).toMatchObject({
      is_secret: true,
      values: [
        { context: 'production', value: '****************' },
        { context: 'deploy-preview', value: '****************' },
        { context: 'dev', value: 'd' },
      ],
    })
    expect(netlify.env()).toMatchObject({ STRIPE_API_KEY: 'rk_live' })
  })

  test.each([
    ['PUT', { ...secret('STRIPE_API_KEY', 'b'), values: [forAll('b')] }],
    ['PATCH', forAll('b')],
  ])("can't be opened to all contexts by %s", async (method, body) => {
    expect((await env(`${method} STRIPE_API_KEY`, body)).status).toBe(422)
    expect(netlify.env()['STRIPE_API_KEY']).toBe('rk_live')
  })
})
