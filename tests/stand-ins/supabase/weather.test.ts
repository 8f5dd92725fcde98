import { beforeEach, describe, expect, test } from 'vitest'
import { startSupabaseStandIn, type SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function get(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { apikey: supabase.secretKey }
  return await fetch(`${supabase.url}${path}`, { headers, ...init })
}

const rows = '/rest/v1/stripe_customers?select=email'

describe('a fault', () => {
  test('answers as it is told, as often as it is told', async () => {
    const fault = {
      path: '/rest/v1',
      status: 503,
      body: { message: 'no' },
      retryAfter: 7,
      times: 2,
    }
    supabase.control({ faults: [fault] })
    const first = await get(rows)
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7'])
    expect(await first.json()).toEqual({ message: 'no' })
    expect((await get(rows)).status).toBe(503)
    expect((await get(rows)).status).toBe(200)
  })

  test('lasts until the controls are reset where nobody said how often', async () => {
    supabase.control({ faults: [{ status: 500 }] })
    for (let times = 0; times < 3; times += 1) expect((await get(rows)).status).toBe(500)
    supabase.resetControl()
    expect((await get(rows)).status).toBe(200)
  })

  test('leaves other paths and methods alone', async () => {
    supabase.control({ faults: [{ method: 'POST', path: '/rest/v1', status: 500 }] })
    expect((await get(rows)).status).toBe(200)
    supabase.control({ faults: [{ path: '/auth/v1/otp', status: 500 }] })
    expect((await get('/auth/v1/settings')).status).toBe(200)
  })

  test('can be rubbish', async () => {
    supabase.control({ faults: [{ rubbish: true }] })
    const response = await get(rows)
    expect(response.status).toBe(200)
    await expect(response.json()).rejects.toThrow()
  })

  test('can break the connection in the middle', async () => {
    supabase.control({ faults: [{ cut: true }] })
    await expect(get(rows).then((response) => response.text())).rejects.toThrow()
  })

  test('can say nothing at all', async () => {
    supabase.control({ faults: [{ hang: true }] })
    const signal = AbortSignal.timeout(50)
    await expect(get(rows, { signal })).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(supabase.calls.at(-1)?.status).toBeNull()
  })

  test('a delay is kept, for the part it is meant for', async () => {
    supabase.control({ latencyMs: { rest: 60, auth: 0 } })
    const startedAt = performance.now()
    await get(rows)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59)
  })
})

describe('what was asked', () => {
  test('is written down, with the role and the answer', async () => {
    await get(rows)
    await get('/auth/v1/health')
    expect(supabase.calls).toMatchObject([
      {
        method: 'GET',
        path: '/rest/v1/stripe_customers',
        query: 'select=email',
        role: 'service_role',
        status: 200,
      },
      { method: 'GET', path: '/auth/v1/health', query: '', role: null, status: 200 },
    ])
  })

  test.each(['/auth/v1/authorize', '/auth/v1/admin/users', '/storage/v1/bucket', '/'])(
    '%s is a 501 that names it',
    async (path) => {
      const response = await get(path)
      expect(response.status).toBe(501)
      expect(await response.json()).toEqual({ message: expect.stringContaining(`GET ${path}`) })
    },
  )
})

describe('over HTTP', () => {
  test('the controls can be read, changed and reset', async () => {
    const post = async (path: string, body?: unknown) =>
      await get(path, { method: 'POST', body: JSON.stringify(body ?? {}) })
    await post('/_control', { autoconfirm: true })
    expect(supabase.controls.autoconfirm).toBe(true)
    expect(await (await get('/_control')).json()).toMatchObject({
      autoconfirm: true,
      otpLength: 10,
    })
    await post('/_control/reset')
    expect(supabase.controls.autoconfirm).toBe(false)
  })

  test('controls that are no object are refused', async () => {
    expect((await get('/_control', { method: 'POST', body: '[]' })).status).toBe(400)
  })
})

test('closing ends what hangs and what waits', async () => {
  const other = await startSupabaseStandIn({ siteUrl: 'http://x/', database: supabase.database })
  other.control({
    faults: [{ path: '/auth/v1/health', hang: true }],
    latencyMs: { rest: 60_000, auth: 0 },
  })
  const headers = { apikey: other.secretKey }
  const waiting = ['/auth/v1/health', '/rest/v1/x'].map((path) =>
    fetch(other.url + path, { headers }),
  )
  const outcomes = Promise.allSettled(waiting)
  while (other.calls.length < 2) await new Promise(setImmediate)
  await other.close()
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
