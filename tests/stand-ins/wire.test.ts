import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Disturbances } from '#local/wire/controls.ts'
import { createControls } from '#local/wire/controls.ts'
import { findRoute } from '#local/wire/find-route.ts'
import type { Listener } from '#local/wire/listen.ts'
import { listen } from '#local/wire/listen.ts'
import { noRoute, Refusal } from '#local/wire/refusal.ts'

type Controls = Disturbances & { latencyMs: number; group: { a: number; b: number } }
type Noted = { text: string }

/** What `/count/slowly` takes by itself. */
const workMs = 100

let counter: Listener<Controls, Noted, 'group'>
let count = 0

/** A service that counts: the least that a stand-in can be. */
async function startCounter() {
  const initial = (): Controls => ({ faults: [], latencyMs: 0, group: { a: 1, b: 2 } })
  const controls = createControls<Controls, 'group'>(initial, ['group'])
  const routes = [{ method: 'POST', path: '/count/:name' }]
  return listen<Controls, Noted, 'group'>(
    {
      name: 'counting',
      controls,
      note: ({ text }) => ({ text }),
      latencyMs: () => controls.now.latencyMs,
      wordFault: ({ status, message }) =>
        status === undefined ? null : new Refusal(status, message ?? 'no'),
      async answer({ call }) {
        const found = findRoute(routes, call.method, call.path)
        if (!found) throw noRoute('counting', call)
        count += 1
        if (call.path === '/count/slowly') await setTimeout(workMs)
        return Response.json({ name: found.ids[0], count })
      },
      describe: ({ message }) => ({ says: message }),
      headers: () => ({ 'X-Counter': 'yes' }),
      serveBeside: (request) => (request.url.endsWith('/page') ? new Response('a page') : null),
    },
    0,
  )
}

beforeAll(async () => {
  counter = await startCounter()
})
beforeEach(() => {
  count = 0
  counter.resetControl()
  counter.resetCalls()
})
afterAll(() => counter.close())

const post = (path: string, body = '', init: RequestInit = {}) =>
  fetch(counter.url + path, { method: 'POST', body, ...init })

describe('a fault', () => {
  test('strikes where and as often as it says, and each in turn', async () => {
    counter.control({
      faults: [
        { path: '/count/a', times: 2, status: 503, retryAfter: 7 },
        { when: ({ query }) => query === 'full', status: 418 },
        { path: '^/count/[ab]$', method: 'POST', status: 429, message: 'slowly' },
        { method: 'GET', status: 500 },
      ],
    })
    const first = await post('/count/a')
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7'])
    expect(first.headers.get('x-counter')).toBe('yes')
    expect(await first.json()).toEqual({ says: 'no' })
    expect((await post('/count/a?b')).status).toBe(503)
    expect(await (await post('/count/a')).json()).toEqual({ says: 'slowly' })
    expect((await post('/count/ab')).status).toBe(200)
    expect((await post('/count/ab?full')).status).toBe(418)
  })

  test.each([
    [{ body: { code: 'own' } }, 500, '{"code":"own"}'],
    [{ body: { code: 'own' }, status: 404 }, 404, '{"code":"own"}'],
    [{ rubbish: true }, 200, '<html><body>rubbish'],
    [{ rubbish: true, status: 502 }, 502, '<html><body>rubbish'],
    [{ delayMs: 1 }, 200, '{"name":"a","count":1}'],
  ])('of %j answers %i %s', async (fault, status, text) => {
    counter.control({ faults: [fault] })
    const response = await post('/count/a')
    expect([response.status, await response.text()]).toEqual([status, text])
  })

  test('breaks the connection in the middle of an answer that was true', async () => {
    counter.control({ faults: [{ cut: true }] })
    const response = await post('/count/a')
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
    expect(count).toBe(1)
  })

  test.each([{ hang: true }, { delayMs: 60_000 }])('of %j reads nothing', async (fault) => {
    counter.control({ faults: [fault] })
    const aborting = new AbortController()
    const answer = post('/count/a', '', { signal: aborting.signal })
    await vi.waitUntil(() => counter.calls.length === 1)
    aborting.abort()
    await expect(answer).rejects.toThrow()
    expect(count).toBe(0)
    expect(counter.calls).toMatchObject([{ status: null, endedAt: null }])
  })

  test('can hold back an answer that was read at once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    counter.control({ faults: [{ until: promise, times: 1 }] })
    const late = post('/count/a')
    await vi.waitUntil(() => count === 1)
    expect(await (await post('/count/a')).json()).toMatchObject({ count: 2 })
    resolve()
    expect(await (await late).json()).toMatchObject({ count: 1 })
  })
})

test('what is asked of the API is noted down, pages and controls are not', async () => {
  await post('/count/a?b=c', 'text')
  expect(await (await fetch(`${counter.url}/page`)).text()).toBe('a page')
  expect(counter.calls).toMatchObject([
    { method: 'POST', path: '/count/a', query: 'b=c', text: 'text', status: 200 },
  ])
  const [{ at, endedAt } = { at: 0, endedAt: null }] = counter.calls
  expect(endedAt).toBeGreaterThan(at)
})

test('an unknown route is a 501 that names it', async () => {
  const response = await fetch(`${counter.url}/moon?full`)
  expect(response.status).toBe(501)
  expect(await response.json()).toEqual({ says: expect.stringContaining('GET /moon') })
})

test('the controls can be read, changed in part and reset over HTTP', async () => {
  const { controls } = counter
  await post('/_control', '{"latencyMs":1,"group":{"b":3}}')
  expect(controls).toMatchObject({ latencyMs: 1, group: { a: 1, b: 3 } })
  const read = await fetch(`${counter.url}/_control`)
  expect(await read.json()).toEqual(controls)
  await post('/_control/reset')
  expect(controls).toEqual({ faults: [], latencyMs: 0, group: { a: 1, b: 2 } })
})

test.each(['[]', '{', 'null', '{"latency":1}', '{"group":{"c":1}}'])(
  'controls of %s are refused',
  async (body) => expect((await post('/_control', body)).status).toBe(400),
)

// A busy machine may be late with one of the two.
test('an answer takes its latency, the work on it included', { retry: 5 }, async () => {
  counter.resetCalls()
  counter.control({ latencyMs: 300 })
  await Promise.all([post('/count/slowly'), post('/count/a')])
  const [slow, plain] = counter.calls.map(({ at, endedAt }) => (endedAt ?? Infinity) - at)
  expect(plain).toBeGreaterThanOrEqual(299)
  expect(Math.abs((slow ?? Infinity) - (plain ?? 0))).toBeLessThan(workMs / 2)
})

test('closing ends what hangs and what waits', async () => {
  const other = await startCounter()
  const ask = () => fetch(`${other.url}/count/a`, { method: 'POST' })
  other.control({ faults: [{ times: 1, hang: true }], latencyMs: 60_000 })
  const outcomes = Promise.allSettled([ask(), ask()])
  await vi.waitUntil(() => other.calls.length === 2)
  await other.close()
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
