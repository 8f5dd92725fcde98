import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  startNetlifyStandIn,
  type NetlifyStandIn,
} from '#tests/stand-ins/management/netlify/index.ts'
import { ask, type Answer } from './client.ts'

let netlify: NetlifyStandIn
beforeAll(async () => {
  netlify = await startNetlifyStandIn({ siteUrl: 'http://127.0.0.1:8888/' })
})
beforeEach(() => netlify.reset())
afterAll(() => netlify.close())

const api = async (order: string, body?: unknown): Promise<Answer> => {
  const [method, path] = order.split(' ') as [string, string]
  return await ask(netlify, `${method} /api/v1${path}`, body)
}
const env = (key = '', more = ''): string =>
  `/accounts/${netlify.accountId}/env${key && `/${key}`}?site_id=${netlify.siteId}${more}`
const production = (value: string) => ({ context: 'production', value })
const secretly = (key: string, value: string) => ({
  key,
  is_secret: true,
  scopes: ['builds', 'functions', 'runtime'],
  values: [production(value), { context: 'deploy-preview', value }, { context: 'dev', value: 'd' }],
})
const publicly = (key: string, value: string) => ({ key, values: [{ context: 'all', value }] })

describe('variables', () => {
  test('are made many at once, and told one by one', async () => {
    const order = [publicly('SUPABASE_URL', 'https://a'), publicly('FRONTEND_URL', 'https://b')]
    const made = await api(`POST ${env()}`, order)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject([
      {
        key: 'SUPABASE_URL',
        scopes: ['builds', 'functions', 'runtime', 'post-processing'],
        values: [{ id: expect.any(String), context: 'all', value: 'https://a' }],
        is_secret: false,
        updated_at: expect.any(String),
        updated_by: { id: expect.any(String), email: 'owner@example.com' },
      },
      { key: 'FRONTEND_URL' },
    ])
    expect((await api(`GET ${env()}`)).body).toEqual(made.body)
    expect((await api(`GET ${env('SUPABASE_URL')}`)).body).toEqual(made.body[0])
    expect((await api(`GET ${env('NOTHING')}`)).status).toBe(404)
  })

  test('are made once: a second time is refused, and makes none of its fellows', async () => {
    await api(`POST ${env()}`, [publicly('A_NAME', 'a')])
    const again = [publicly('ANOTHER', 'b'), publicly('A_NAME', 'b')]
    expect((await api(`POST ${env()}`, again)).status).toBe(422)
    expect(netlify.env()).toMatchObject({ A_NAME: 'a' })
    expect(netlify.env()).not.toHaveProperty('ANOTHER')
  })

  test('of the account are shared by its sites, whose own ones win', async () => {
    const shared = `/accounts/${netlify.accountId}/env`
    await api(`POST ${shared}`, [publicly('A_NAME', 'shared'), publicly('ANOTHER', 'shared')])
    await api(`POST ${env()}`, [publicly('A_NAME', 'own')])
    expect(netlify.env()).toMatchObject({ A_NAME: 'own', ANOTHER: 'shared' })
    expect((await api(`GET ${shared}`)).body).toHaveLength(2)
    expect((await api(`GET ${env()}`)).body).toHaveLength(1)
  })

  test('PUT replaces one, and may rename it', async () => {
    await api(`POST ${env()}`, [publicly('A_NAME', 'a')])
    const order = { key: 'A_BETTER_NAME', values: [production('b')] }
    const { status, body } = await api(`PUT ${env('A_NAME')}`, order)
    expect([status, body['key']]).toEqual([200, 'A_BETTER_NAME'])
    expect(netlify.env()).toMatchObject({ A_BETTER_NAME: 'b' })
    expect(netlify.env()).not.toHaveProperty('A_NAME')
    expect((await api(`PUT ${env('A_NAME')}`, order)).status).toBe(404)
  })

  test('PATCH sets the value of one context and leaves the others', async () => {
    await api(`POST ${env()}`, [publicly('A_NAME', 'a')])
    expect((await api(`PATCH ${env('A_NAME')}`, production('p'))).status).toBe(201)
    await api(`PATCH ${env('A_NAME')}`, production('q'))
    const { body } = await api(`GET ${env('A_NAME')}`)
    expect(body['values']).toMatchObject([{ context: 'all', value: 'a' }, production('q')])
    expect(netlify.env()['A_NAME']).toBe('q')
  })

  test('are deleted whole or by value', async () => {
    await api(`POST ${env()}`, [secretly('A_NAME', 'a'), publicly('ANOTHER', 'b')])
    const { body } = await api(`GET ${env('A_NAME')}`)
    const [first] = body['values'] as unknown as { id: string }[]
    const path = `/accounts/${netlify.accountId}/env/A_NAME/value/${first!.id}`
    expect((await api(`DELETE ${path}?site_id=${netlify.siteId}`)).status).toBe(204)
    expect(netlify.env()).not.toHaveProperty('A_NAME')
    expect((await api(`DELETE ${env('ANOTHER')}`)).status).toBe(204)
    expect((await api(`DELETE ${env('ANOTHER')}`)).status).toBe(404)
    expect((await api(`GET ${env()}`)).body).toHaveLength(1)
  })

  test('are listed by scope and context', async () => {
    await api(`POST ${env()}`, [secretly('A_NAME', 'a'), publicly('ANOTHER', 'b')])
    const keys = async (query: string) =>
      ((await api(`GET ${env('', `&${query}`)}`)).body as unknown as { key: string }[]).map(
        ({ key }) => key,
      )
    expect(await keys('scope=post-processing')).toEqual(['ANOTHER'])
    expect(await keys('context_name=branch-deploy')).toEqual(['ANOTHER'])
    expect(await keys('context_name=production')).toEqual(['A_NAME', 'ANOTHER'])
  })

  test.each<[string, unknown]>([
    ['no list', publicly('A_NAME', 'a')],
    ['no key', [{ values: [production('a')] }]],
    ['a key with a space', [publicly('A NAME', 'a')]],
    ['no values', [{ key: 'A_NAME' }]],
    ['an unknown context', [{ key: 'A_NAME', values: [{ context: 'moon', value: 'a' }] }]],
    ['a branch without its name', [{ key: 'A_NAME', values: [{ context: 'branch', value: 'a' }] }]],
    ['an unknown scope', [{ ...publicly('A_NAME', 'a'), scopes: ['moon'] }]],
  ])('are refused: %s', async (_, body) => {
    expect((await api(`POST ${env()}`, body)).status).toBe(422)
    expect((await api(`GET ${env()}`)).body).toEqual([])
  })
})

describe('secret variables', () => {
  test('never come back, but what developers use', async () => {
    const made = await api(`POST ${env()}`, [secretly('STRIPE_API_KEY', 'rk_live_of_the_owner')])
    expect(made.body).toMatchObject([
      {
        is_secret: true,
        values: [
          { context: 'production', value: '****************' },
          { context: 'deploy-preview', value: '****************' },
          { context: 'dev', value: 'd' },
        ],
      },
    ])
    const { body } = await api(`GET ${env('STRIPE_API_KEY')}`)
    expect(JSON.stringify(body)).not.toContain('rk_live_of_the_owner')
    expect(netlify.env()).toMatchObject({ STRIPE_API_KEY: 'rk_live_of_the_owner' })
  })

  test.each<[string, object]>([
    ['for all contexts', { values: [{ context: 'all', value: 'a' }] }],
    ['in post-processing', { scopes: ['functions', 'post-processing'] }],
  ])('can’t be set %s', async (_, changes) => {
    const body = [{ ...secretly('A_NAME', 'a'), ...changes }]
    expect((await api(`POST ${env()}`, body)).status).toBe(422)
    await api(`POST ${env()}`, [secretly('A_NAME', 'a')])
    expect((await api(`PUT ${env('A_NAME')}`, body[0])).status).toBe(422)
  })

  test('stay so when a value is patched', async () => {
    await api(`POST ${env()}`, [secretly('A_NAME', 'a')])
    const patched = await api(`PATCH ${env('A_NAME')}`, { context: 'all', value: 'b' })
    expect(patched.status).toBe(422)
    expect(netlify.env()['A_NAME']).toBe('a')
  })
})

describe('on the free plan', () => {
  test('a choice of scopes is refused, all that there are is none', async () => {
    netlify.control({ plan: 'free' })
    const chosen = [{ ...publicly('A_NAME', 'a'), scopes: ['functions'] }]
    expect(await api(`POST ${env()}`, chosen)).toMatchObject({
      status: 403,
      body: { code: 403, message: 'Upgrade your Netlify account to set specific scopes' },
    })
    expect((await api(`POST ${env()}`, [publicly('A_NAME', 'a')])).status).toBe(201)
    expect((await api(`POST ${env()}`, [secretly('ANOTHER', 'b')])).status).toBe(201)
  })
})
