import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  startNetlifyStandIn,
  type NetlifyStandIn,
} from '#tests/stand-ins/management/netlify/index.ts'
import type { ManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import { ask } from './client.ts'

let netlify: NetlifyStandIn
let management: ManagementStandIn
beforeAll(async () => {
  netlify = await startNetlifyStandIn()
  ;({ management } = await bareProject())
})
afterAll(async () => {
  await netlify.close()
  await closeBareProject()
})

type Service = { name: string; of: () => NetlifyStandIn | ManagementStandIn; order: string }
const services: Service[] = [
  { name: 'Supabase’s Management API', of: () => management, order: 'GET /v1/projects' },
  { name: 'Netlify’s API', of: () => netlify, order: 'GET /api/v1/user' },
]

describe.each(services)('$name', ({ of, order }) => {
  beforeEach(() => {
    of().resetControl()
    of().resetCalls()
  })

  test.each([401, 403, 404, 429, 500])('fails with %i in its own words', async (status) => {
    of().control({ faults: [{ status, times: 1, retryAfter: 7 }] })
    const answer = await ask(of(), order)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('retry-after')).toBe('7')
    expect(answer.body['message']).not.toContain('fault')
    expect((await ask(of(), order)).status).toBe(200)
  })

  test('fails at other paths and methods alone, or with other words, if told so', async () => {
    of().control({
      faults: [
        { method: 'POST', status: 500 },
        { path: '/elsewhere', status: 500 },
      ],
    })
    expect((await ask(of(), order)).status).toBe(200)
    of().control({ faults: [{ status: 500, message: 'out of order' }] })
    expect((await ask(of(), order)).body).toMatchObject({ message: 'out of order' })
  })

  test('can be slow', async () => {
    of().control({ faults: [{ delayMs: 60, times: 1 }] })
    const startedAt = performance.now()
    expect((await ask(of(), order)).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59)
  })

  test('can break the connection in the middle', async () => {
    of().control({ faults: [{ cut: true }] })
    await expect(ask(of(), order)).rejects.toThrow()
  })

  test('can be rubbish', async () => {
    of().control({ faults: [{ rubbish: true }] })
    await expect(ask(of(), order)).rejects.toThrow(SyntaxError)
  })

  test('can say nothing at all', async () => {
    of().control({ faults: [{ hang: true }] })
    const [method, path] = order.split(' ') as [string, string]
    const call = fetch(of().url + path, { method, signal: AbortSignal.timeout(50) })
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(of().calls.at(-1)?.status).toBeNull()
  })

  test('writes down what was asked', async () => {
    await ask(of(), `${order}?a=b`)
    const [method, path] = order.split(' ')
    expect(of().calls).toMatchObject([{ method, path, query: 'a=b', body: undefined, status: 200 }])
  })

  test.each(['DELETE /v1/projects', 'GET /v1/nothing', 'GET /'])(
    '%s is a 501 that names it',
    async (unknown) => {
      const answer = await ask(of(), unknown)
      expect([answer.status, answer.body['message']]).toEqual([
        501,
        expect.stringContaining(unknown),
      ])
    },
  )

  test('refuses a body that is no JSON', async () => {
    const headers = { Authorization: `Bearer ${of().token}` }
    const paths = [`/v1/projects/${management.ref}/database/query`, '/api/v1/sites/x/builds']
    const path = of() === management ? paths[0] : paths[1]
    const response = await fetch(of().url + path, { method: 'POST', headers, body: '{' })
    expect(response.status).toBe(400)
  })

  test('its controls can be read, changed and reset over HTTP', async () => {
    await ask(of(), 'POST /_control', { latencyMs: 1 })
    expect(of().controls.latencyMs).toBe(1)
    expect((await ask(of(), 'GET /_control')).body).toMatchObject({ latencyMs: 1, faults: [] })
    await ask(of(), 'POST /_control/reset', {})
    expect(of().controls.latencyMs).toBe(0)
    expect((await ask(of(), 'POST /_control', { latency: 1 })).status).toBe(400)
    expect((await ask(of(), 'POST /_control', [])).status).toBe(400)
    expect((await ask(of(), 'PUT /_control')).status).toBe(501)
  })
})

test('closing ends what hangs and what waits', async () => {
  const other = await startNetlifyStandIn()
  other.control({ faults: [{ times: 1, hang: true }], latencyMs: 0 })
  const calls = [ask(other, 'GET /api/v1/user')]
  const outcomes = Promise.allSettled(calls)
  while (other.calls.length < 1) await new Promise(setImmediate)
  other.control({ latencyMs: 60_000 })
  const waiting = Promise.allSettled([ask(other, 'GET /api/v1/user')])
  while (other.calls.length < 2) await new Promise(setImmediate)
  await other.close()
  expect([...(await outcomes), ...(await waiting)].map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ])
})
