import { beforeEach, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { startSupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'

// What the wire does for every stand-in is in tests/stand-ins/wire.test.ts; here is what Supabase's adds.
let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function get(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { apikey: supabase.secretKey }
  return await fetch(`${supabase.url}${path}`, { headers, ...init })
}

const rows = '/rest/v1/stripe_customers?select=email'

test('a fault answers in a way that a page on another origin can read', async () => {
  supabase.control({ faults: [{ path: '/rest/v1', status: 503, retryAfter: 7, times: 1 }] })
  const response = await get(rows)
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect((await get(rows)).status).toBe(200)
})

test('a delay is kept in the part that it is meant for', async () => {
  supabase.control({ latencyMs: { rest: 60 } })
  const startedAt = performance.now()
  await get(rows)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59)
  expect(supabase.controls.latencyMs).toEqual({ rest: 60, auth: 0 })
})

test('what was asked is written down, with the role and the answer', async () => {
  await get(rows)
  await get('/auth/v1/health')
  const [path, query] = rows.split('?')
  expect(supabase.calls).toMatchObject([
    { method: 'GET', path, query, role: 'service_role', status: 200 },
    { method: 'GET', path: '/auth/v1/health', query: '', role: null, status: 200 },
  ])
})

test.each(['/auth/v1/authorize', '/auth/v1/admin/audit', '/storage/v1/bucket', '/'])(
  '%s is a 501 that names it',
  async (path) => {
    const response = await get(path)
    expect(response.status).toBe(501)
    expect(await response.json()).toEqual({ message: expect.stringContaining(`GET ${path}`) })
  },
)

test('closing ends what waits', async () => {
  const other = await startSupabaseStandIn({ siteUrl: 'http://x/', database: supabase.database })
  other.control({ latencyMs: { rest: 60_000 } })
  const waiting = fetch(`${other.url}/rest/v1/x`, { headers: { apikey: other.secretKey } })
  const outcome = waiting.then(
    () => 'answered',
    () => 'ended',
  )
  while (other.calls.length < 1) await new Promise(setImmediate)
  await other.close()
  expect(await outcome).toBe('ended')
})
