import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'

/*
 * What only the project's owner may ask of Auth. That the real program answers alike is shown by
 * tests/real/other-ways.real.test.ts.
 */

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function ask(order: string, { body, headers }: { body?: object; headers?: object } = {}) {
  const [method = '', path = ''] = order.split(' ')
  const response = await fetch(`${supabase.url}/auth/v1${path}`, {
    method,
    headers: { apikey: supabase.secretKey, 'X-Supabase-Api-Version': '2024-01-01', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Record<string, unknown>
  return { status: response.status, answer, code: answer['code'] }
}

const email = 'ada@example.com'

describe('the owner', () => {
  test.each<[string, () => Promise<object> | object, unknown[]]>([
    ['the secret key', () => ({}), [200, undefined]],
    ['the publishable key', () => ({ apikey: supabase.publishableKey }), [401, 'no_authorization']],
    ['a visitor beside it', async () => bearer(await visitor()), [403, 'not_admin']],
    ['nonsense beside it', () => bearer('a.b.c'), [403, 'bad_jwt']],
    ['the secret key as a bearer, too', () => bearer(supabase.secretKey), [200, undefined]],
  ])('is told by %s', async (_what, headers, told) => {
    const { status, code } = await ask('GET /admin/users', { headers: await headers() })
    expect([status, code]).toEqual(told)
  })

  test('has a legacy key that needs a bearer', async () => {
    supabase.control({ apiKeys: 'legacy' })
    const apikey = supabase.serviceRoleKey
    expect((await ask('GET /admin/users', { headers: { apikey } })).status).toBe(401)
    const headers = { apikey, ...bearer(apikey) }
    expect((await ask('GET /admin/users', { headers })).status).toBe(200)
  })

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const visitor = async () => (await supabase.signIn(email)).accessToken
})

test.each<[string, object | undefined, unknown[]]>([
  ['POST /admin/users', {}, [400, 'validation_failed']],
  ['POST /admin/users', { email: 'nobody' }, [400, 'validation_failed']],
  ['GET /admin/users?page=0', undefined, [400, 'validation_failed']],
  ['GET /admin/users/1', undefined, [404, 'validation_failed']],
  [`DELETE /admin/users/${crypto.randomUUID()}`, undefined, [404, 'user_not_found']],
  ['POST /admin/generate_link', { type: 'magiclink' }, [400, 'validation_failed']],
  ['POST /admin/generate_link', { type: 'other', email }, [400, 'validation_failed']],
  ['POST /admin/generate_link', { type: 'signup', email }, [400, 'validation_failed']],
  ['POST /admin/generate_link', { type: 'recovery', email }, [404, 'user_not_found']],
])('%s with %j is refused', async (order, body, told) => {
  const { status, code } = await ask(order, body && { body })
  expect([status, code]).toEqual(told)
})

test('only a link that makes somebody asks the hook, and no email goes out', async () => {
  await supabase.database.exec(`create function public.before_user_created(event jsonb)
    returns jsonb language sql as $$ select '{"error":{"http_code":403,"message":"no"}}'::jsonb $$`)
  supabase.control({ hooks: ['before_user_created'] })
  const link = { type: 'magiclink', email }
  expect(await ask('POST /admin/generate_link', { body: link })).toMatchObject({ status: 403 })
  expect(await ask('POST /admin/users', { body: { email } })).toMatchObject({ status: 200 })
  expect(await ask('POST /admin/generate_link', { body: link })).toMatchObject({ status: 200 })
  expect(supabase.inbox.emails).toEqual([])
  await supabase.database.exec('drop function public.before_user_created')
})
