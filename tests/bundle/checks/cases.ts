import assert from 'node:assert/strict'
import { event, sign, stripeEvent } from '../invoke/events.ts'
import { secrets } from '../invoke/environment.ts'
import type { FunctionEvent, Invocation } from '../invoke/invoke.ts'

export type Answer = Extract<Invocation, { kind: 'answered' }>

/** One event in a fresh process, and what must come of it. */
export type Case = {
  door: string
  promise: string
  event: FunctionEvent
  /** `none`: a first deploy, before any value was set. */
  env?: 'none'
  expect(answer: Answer): void
}

const links = '/api/portal-links'
const webhook = '/api/stripe-webhook'
const health = '/api/health'
const page = 'http://127.0.0.1:8888'
const foreign = stripeEvent('invoice.paid', { id: 'in_1', object: 'invoice' })
const created = stripeEvent('customer.created', { id: 'cus_1', object: 'customer' })
const { STRIPE_WEBHOOK_SECRET: secret } = secrets
const tick = event('/', { body: '{"next_run":"2026-11-20T12:00:00.000Z"}' })
const unverifiable = ['{"alg":"ES256","kid":"1"}', '{}', 'signature']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')

export const cases: Case[] = [
  {
    door: 'stripe-webhook',
    promise: 'a signed event that concerns nobody is ignored',
    event: event(webhook, { headers: sign(foreign, secret), body: foreign }),
    expect: isIgnored,
  },
  {
    door: 'stripe-webhook',
    promise: 'the same body in base64 keeps its signature',
    event: event(webhook, { headers: sign(foreign, secret), body: foreign, base64: true }),
    expect: isIgnored,
  },
  {
    door: 'stripe-webhook',
    promise: 'one changed line end breaks the signature',
    event: event(webhook, {
      headers: sign(foreign, secret),
      body: foreign.replace('\r\n', '\n'),
    }),
    expect: (answer) => isProblem(answer, 400, 'signature_invalid'),
  },
  {
    door: 'stripe-webhook',
    promise: 'a signature by another secret is refused',
    event: event(webhook, { headers: sign(foreign, 'whsec_other'), body: foreign }),
    expect: (answer) => isProblem(answer, 400, 'signature_invalid'),
  },
  {
    door: 'stripe-webhook',
    promise: 'a customer while nothing is reachable is an error, so that Stripe rings again',
    event: event(webhook, { headers: sign(created, secret), body: created }),
    expect: (answer) => isProblem(answer, 502, 'database_unavailable'),
  },
  {
    door: 'stripe-webhook',
    promise: 'another method is refused, and the right one named',
    event: event(webhook, { method: 'GET' }),
    expect(answer) {
      isProblem(answer, 405, 'method_not_allowed')
      assert.equal(answer.headers.allow, 'POST')
    },
  },
  {
    door: 'stripe-webhook',
    promise: 'without any environment it says so, and names no variable',
    env: 'none',
    event: event(webhook, { headers: sign(foreign, secret), body: foreign }),
    expect: isUnconfigured,
  },
  {
    door: 'portal-links',
    promise: 'without a token nobody gets a link',
    event: event(links),
    expect(answer) {
      isProblem(answer, 401, 'token_missing')
      assert.equal(answer.headers['www-authenticate'], 'Bearer')
    },
  },
  {
    door: 'portal-links',
    promise: 'a token whose key is out of reach opens nothing',
    event: event(links, { headers: { authorization: `Bearer ${unverifiable}` } }),
    expect: (answer) => isProblem(answer, 503, 'auth_unavailable'),
  },
  {
    door: 'portal-links',
    promise: "the page's own origin may ask",
    event: event(links, { method: 'OPTIONS', headers: { origin: page } }),
    expect({ status, headers, body }) {
      assert.deepEqual({ status, body }, { status: 204, body: '' })
      assert.equal(headers['access-control-allow-origin'], page)
      assert.equal(headers['access-control-allow-methods'], 'POST')
      assert.match(headers['access-control-allow-headers'] ?? '', /authorization/i)
    },
  },
  {
    door: 'portal-links',
    promise: 'a foreign origin may not',
    event: event(links, { method: 'OPTIONS', headers: { origin: 'https://example.net' } }),
    expect: ({ headers }) => assert.equal(headers['access-control-allow-origin'], undefined),
  },
  {
    door: 'portal-links',
    promise: 'another method is refused, and the right ones named',
    event: event(links, { method: 'GET' }),
    expect(answer) {
      isProblem(answer, 405, 'method_not_allowed')
      assert.equal(answer.headers.allow, 'POST, OPTIONS')
    },
  },
  {
    door: 'portal-links',
    promise: 'without any environment it says so, and names no variable',
    env: 'none',
    event: event(links),
    expect: isUnconfigured,
  },
  {
    door: 'health',
    promise: 'while nothing is reachable a watcher is told so, of each neighbour',
    event: event(health, { method: 'GET' }),
    expect: isIll,
  },
  {
    door: 'health',
    promise: 'another method is refused, and the right ones named',
    event: event(health),
    expect(answer) {
      isProblem(answer, 405, 'method_not_allowed')
      assert.equal(answer.headers.allow, 'GET, HEAD')
    },
  },
  {
    door: 'health',
    promise: 'without any environment nobody is well',
    env: 'none',
    event: event(health, { method: 'GET' }),
    expect: isIll,
  },
  {
    door: 'sync-customers',
    promise: 'while nothing is reachable the clock gets an error, not a crash',
    event: tick,
    expect(answer) {
      assert(answer.status >= 500, `the status is ${answer.status}`)
      isProblem(answer, answer.status, 'database_unavailable')
    },
  },
  {
    door: 'sync-customers',
    promise: 'without any environment it says so, and names no variable',
    env: 'none',
    event: tick,
    expect: isUnconfigured,
  },
]

function isIgnored({ status, headers, body }: Answer): void {
  assert.equal(status, 200, body)
  assert.match(headers['content-type'] ?? '', /^application\/json/)
  assert.equal(body, '{"received":true,"outcome":"ignored"}')
}

function isProblem({ status, headers, body }: Answer, wanted: number, code: string): void {
  assert.equal(headers['content-type'], 'application/problem+json', body)
  const problem = JSON.parse(body) as Record<string, unknown>
  assert.deepEqual(
    { status, inBody: problem.status, code: problem.code },
    { status: wanted, inBody: wanted, code },
  )
}

function isIll({ status, headers, body }: Answer): void {
  assert.match(headers['content-type'] ?? '', /^application\/json/)
  assert.deepEqual(
    { status, body },
    { status: 503, body: '{"stripe":false,"database":false,"auth":false}' },
  )
}

function isUnconfigured(answer: Answer): void {
  isProblem(answer, 503, 'config_missing')
  assert.doesNotMatch(answer.body, /[A-Z]+_[A-Z_]+/)
}
