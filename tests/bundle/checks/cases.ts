import assert from 'node:assert/strict'
import type { FunctionEvent } from '#local/netlify/event.ts'
import { event } from '#local/netlify/event.ts'
import type { Answer } from '#local/netlify/invoke.ts'
import { signPayload } from '#local/stripe/webhooks/sign-payload.ts'
import { webhookSecret } from '../../../bench/services/requests.ts'

/**
 * One event in a fresh process, while nothing is reachable, and what must come of it. `isBare`: a first deploy, before
 * any variable was set.
 */
export type Case = { event: FunctionEvent; isBare?: true; expect(answer: Answer): void }

const links = '/api/portal-links'
const invoices = '/api/invoices'
const orders = '/api/orders'
const purchase = '/api/purchase'
const checkout = '/api/checkout'
const order = '{"items":[{"price":"price_1"}],"key":"of-the-bundle-0001"}'
const tokens = (method: string, body = '') => event('/api/tokens', { method, body })
const me = (token: string) =>
  event('/api/me', { method: 'GET', headers: { authorization: `Bearer ${token}` } })
const webhook = '/api/stripe-webhook'
const offers = (path: string) => event(path, { method: 'GET' })
const health = event('/api/health', { method: 'GET' })
const tick = event('/', { body: '{"next_run":"2026-11-20T12:00:00.000Z"}' })
const page = 'http://127.0.0.1:8888'
const unverifiable = ['{"alg":"ES256","kid":"1"}', '{}', 'signature']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')
const foreign = stripeEvent('invoice.created', { id: 'in_1', object: 'invoice' })
const created = stripeEvent('customer.created', { id: 'cus_1', object: 'customer' })

const isUnconfigured = (answer: Answer) => {
  isProblem(503, 'config_missing')(answer)
  assert.doesNotMatch(answer.body, /[A-Z]+_[A-Z_]+/)
}
const unconfigured = (event: FunctionEvent): Case => ({
  event,
  isBare: true,
  expect: isUnconfigured,
})

const untold = (event: FunctionEvent): Case => ({
  event,
  expect(answer) {
    isProblem(401, 'token_missing')(answer)
    assert.equal(answer.headers['www-authenticate'], 'Bearer')
  },
})
const unprovable = (path: string): Case => ({
  event: event(path, { headers: { authorization: `Bearer ${unverifiable}` } }),
  expect: isProblem(503, 'auth_unavailable'),
})

/** By door and promise. What the door tests judge is not repeated: here is what packaging and start-up could break. */
export const cases: Record<string, Record<string, Case>> = {
  'stripe-webhook': {
    'a signed event of a type that nobody listens to is ignored': {
      event: event(webhook, { headers: signed(foreign), body: foreign }),
      expect: isIgnored,
    },
    'the same body in base64 keeps its signature': {
      event: event(webhook, { headers: signed(foreign), body: foreign, base64: true }),
      expect: isIgnored,
    },
    'one changed line end breaks the signature': {
      event: event(webhook, { headers: signed(foreign), body: foreign.replace('\r\n', '\n') }),
      expect: isProblem(400, 'signature_invalid'),
    },
    'a customer that can’t be read is an error, so that Stripe rings again': {
      event: event(webhook, { headers: signed(created), body: created }),
      expect: isProblem(502, 'database_unavailable'),
    },
    'without any variable it says so, and names none': unconfigured(
      event(webhook, { headers: signed(foreign), body: foreign }),
    ),
  },
  'portal-links': {
    'without a token there is no link': untold(event(links)),
    'a token whose key is out of reach opens nothing': unprovable(links),
    "the page's own origin may ask": {
      event: event(links, { method: 'OPTIONS', headers: { origin: page } }),
      expect({ status, headers, body }) {
        assert.deepEqual({ status, body }, { status: 204, body: '' })
        assert.equal(headers['access-control-allow-origin'], page)
        assert.equal(headers['access-control-allow-methods'], 'POST, OPTIONS')
        assert.match(headers['access-control-allow-headers'] ?? '', /authorization/i)
      },
    },
    'without any variable it says so, and names none': unconfigured(event(links)),
  },
  invoices: {
    'without a token there is no invoice': untold(event(invoices)),
    'a token whose key is out of reach opens nothing': unprovable(invoices),
    'without any variable it says so, and names none': unconfigured(event(invoices)),
  },
  orders: {
    'without a token there is no purchase': untold(event(orders)),
    'a token whose key is out of reach opens nothing': unprovable(orders),
    'without any variable it says so, and names none': unconfigured(event(orders)),
  },
  tokens: {
    'without a sign-in there is no token': untold(tokens('GET')),
    'without one, none is made': untold(tokens('POST', '{"name":"agent"}')),
    'without one, none is ended': untold(tokens('DELETE', '{"id":"none"}')),
    'without any variable it says so, and names none': unconfigured(tokens('GET')),
  },
  me: {
    'a token of another form is none, without a call': {
      event: me('pg_test_short'),
      expect: isProblem(401, 'credits_token_invalid'),
    },
    'a database that is out of reach calls no token wrong': {
      event: me(`pg_test_${'0'.repeat(38)}`),
      expect: isProblem(502, 'database_unavailable'),
    },
    'a sign-in whose key is out of reach proves nothing': {
      event: me(unverifiable),
      expect: isProblem(503, 'auth_unavailable'),
    },
    'without any variable it says so, and names none': unconfigured(me('pg_test_short')),
  },
  checkout: {
    'an order that is none is refused, without a call': {
      event: event(checkout, { body: '{"items":[]}' }),
      expect: isProblem(400, 'body_invalid'),
    },
    'a database that is out of reach sells nothing': {
      event: event(checkout, { body: order }),
      expect: isProblem(502, 'database_unavailable'),
    },
    'a token whose key is out of reach buys nothing': {
      event: event(checkout, { headers: { authorization: `Bearer ${unverifiable}` }, body: order }),
      expect: isProblem(503, 'auth_unavailable'),
    },
    'without any variable it says so, and names none': unconfigured(event(checkout)),
  },
  purchase: {
    'a session of another form is unknown, without a call': {
      event: event(purchase, { body: '{"session":"cs_live_1"}' }),
      expect: isProblem(404, 'session_unknown'),
    },
    'a Stripe that is out of reach is an error': {
      event: event(purchase, { body: '{"session":"cs_test_1"}' }),
      expect: isProblem(502, 'stripe_unavailable'),
    },
    'without any variable it says so, and names none': unconfigured(event(purchase)),
  },
  offers: {
    'a database that is down is an error that nobody keeps': {
      event: offers('/api/offers'),
      expect(answer) {
        isProblem(502, 'database_unavailable')(answer)
        assert.equal(answer.headers['cache-control'], 'no-store')
      },
    },
    'the other address is the same door': {
      event: offers('/offers.md'),
      expect: isProblem(502, 'database_unavailable'),
    },
    'without any variable it says so, and names none': unconfigured(offers('/api/offers')),
  },
  product: {
    'a database that is down is a page that nobody keeps': {
      event: offers('/p/prod_1'),
      expect: isPage(502),
    },
    'without any variable it is one that names none': {
      event: offers('/p/prod_1'),
      isBare: true,
      expect: isPage(503),
    },
  },
  health: {
    'a monitor is told of each service that it is down': { event: health, expect: isDown },
    'without any variable everything is down': { event: health, isBare: true, expect: isDown },
  },
  'sync-customers': {
    'the clock gets an error, not a crash': {
      event: tick,
      expect: isProblem(502, 'database_unavailable'),
    },
    'without any variable it says so, and names none': unconfigured(tick),
  },
}

/** A snapshot event in JSON that a careless decoder would change: line ends of two bytes, signs of two to four. */
function stripeEvent(type: string, object: Record<string, unknown>): string {
  const data = { object: { name: 'Zoë 東京 🚲', ...object } }
  const snapshot = { id: 'evt_1', object: 'event', livemode: false, type, data }
  return JSON.stringify(snapshot, null, 2).replaceAll('\n', '\r\n')
}

function signed(body: string): Record<string, string> {
  const signedAt = Math.floor(Date.now() / 1000)
  return {
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': signPayload(body, { secrets: [webhookSecret], signedAt }),
  }
}

function isIgnored({ status, headers, body }: Answer): void {
  assert.equal(status, 200, body)
  assert.match(headers['content-type'] ?? '', /^application\/json/)
  assert.equal(body, '{"received":true,"outcome":"ignored"}')
}

function isDown({ status, headers, body }: Answer): void {
  assert.match(headers['content-type'] ?? '', /^application\/json/)
  const expected = { status: 503, body: '{"stripe":false,"database":false,"auth":false}' }
  assert.deepEqual({ status, body }, expected)
}

function isPage(status: number): (answer: Answer) => void {
  return ({ headers, body, ...answer }) => {
    assert.equal(answer.status, status, body)
    assert.match(headers['content-type'] ?? '', /^text\/html/)
    assert.match(headers['content-security-policy'] ?? '', /^default-src 'none'/)
    assert.doesNotMatch(body, /[A-Z]+_[A-Z_]+/)
  }
}

function isProblem(status: number, code: string): (answer: Answer) => void {
  return (answer) => {
    assert.equal(answer.headers['content-type'], 'application/problem+json', answer.body)
    const problem = JSON.parse(answer.body) as Record<string, unknown>
    const found = { status: answer.status, inBody: problem.status, code: problem.code }
    assert.deepEqual(found, { status, inBody: status, code })
  }
}
