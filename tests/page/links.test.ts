import { afterEach, expect, test, vi } from 'vitest'
import { askForLinks, askForPortal, isFresh, linksPath } from '../../web/billing/ask-for-links.ts'
import { isInvoiceUrl, isPortalUrl } from '../../web/billing/ask-for-links.ts'
import { findObstacle } from '../../web/requests/ask-door.ts'
import type { FaultCode } from '../../web/requests/faults.ts'
import type { Prepared } from './prepared-answers.ts'
import { useAnswers } from './prepared-answers.ts'
import { someLink } from './some-link.ts'

const answer = useAnswers()
afterEach(() => void vi.unstubAllGlobals())
const gateway = 'https://pay.example'
const url = gateway + linksPath
const { signal } = new AbortController()
const asking = { gateway, accessToken: 'a.b.c', signal }
const link = someLink({ url: 'https://billing.stripe.com/p/session/1' })
const found = { status: 200, body: { email: 'ada@example.com', links: [link] } }
const problem = (status: number, code: string) => ({ status, body: { code, requestId: 'req_1' } })

test('the door is asked with the token and the language', async () => {
  const asked = answer(url, found)
  const { links } = await askForLinks(asking, { locale: 'en-GB' })
  expect(links).toHaveLength(1)
  expect(asked[0]?.headers.get('Authorization')).toBe('Bearer a.b.c')
  expect(asked[0]?.body).toEqual({ locale: 'en-GB' })
})

test.each<[number, unknown, Record<string, string>, object]>([
  [
    401,
    { code: 'token_expired', requestId: 'req_1' },
    {},
    { code: 'token_expired', requestId: 'req_1' },
  ],
  [
    429,
    { code: 'rate_limited' },
    { 'Retry-After': '42' },
    { code: 'rate_limited', retryAfterSeconds: 42 },
  ],
  [429, 'Too many', {}, { code: 'rate_limited', retryAfterSeconds: null }],
  [502, 'Bad gateway', {}, { code: 'internal', requestId: null }],
  [404, '<html>', {}, { code: 'answer_unreadable' }],
  [200, '<html>', {}, { code: 'answer_unreadable' }],
  [200, { links: 'none' }, {}, { code: 'answer_unreadable' }],
  [503, { code: 'constructor' }, {}, { code: 'internal' }],
])('%i %j is never taken for links', async (status, body, headers, expected) => {
  answer(url, { status, body, headers })
  await expect(askForLinks(asking, {})).rejects.toMatchObject(expected)
})

test('a flow that the portal forbids is said, not led past', async () => {
  answer(url, problem(409, 'flow_unavailable'), found)
  const order = { customer: 'cus_1', flow: 'subscription_cancel', subscription: 'sub_1' } as const
  await expect(askForPortal(asking, order)).rejects.toMatchObject({ code: 'flow_unavailable' })
})

test.each<[string, Prepared, FaultCode]>([
  [
    'another customer',
    { status: 200, body: { email: 'a@b.c', links: [{ ...link, customer: 'cus_2' }] } },
    'stripe_unavailable',
  ],
  [
    'no link',
    { status: 200, body: { email: 'a@b.c', links: [{ ...link, url: null }] } },
    'stripe_unavailable',
  ],
  ['no customer', { status: 200, body: { email: 'a@b.c', links: [] } }, 'stripe_unavailable'],
  ['a refusal', problem(404, 'customer_not_yours'), 'customer_not_yours'],
])('%s opens nothing', async (_case, prepared, code) => {
  answer(url, prepared)
  await expect(askForPortal(asking, { customer: 'cus_1' })).rejects.toMatchObject({ code })
})

const [stripes, owners] = ['https://billing.stripe.com/p/1', 'https://billing.shop.example/p/1']
const elsewhere = 'https://billing.stripe.com.evil.example/p/1'
const standIn = 'http://127.0.0.1:8888/_local/stripe/portal'
const [deployed, here] = ['pay.shop.example', '127.0.0.1']

test.each<[url: string, portalDomain: string | null | undefined, pageHost: string, is: boolean]>([
  [stripes, null, deployed, true],
  [stripes, 'billing.shop.example', deployed, true],
  [owners, 'billing.shop.example', deployed, true],
  [owners, null, deployed, false],
  [owners, 'pay.shop.example', deployed, false],
  [elsewhere, null, deployed, false],
  ['https://billing.stripe.com@evil.example/', null, deployed, false],
  ['https://billing.stripe.com:8443/', null, deployed, false],
  // A brand from before there was such a line.
  [owners, undefined, deployed, true],
  ['http://evil.example/', undefined, deployed, false],
  [standIn, null, here, true],
  [standIn, null, 'localhost', true],
  [standIn, undefined, deployed, false],
  ['http://billing.stripe.com/p/1', null, here, false],
  ['javascript:alert(1)', undefined, here, false],
  ['data:text/html,x', null, here, false],
  ['/p/session', null, deployed, false],
])(
  '%s may be opened, if the portal is at %s, from a page at %s: %s',
  (url, portalDomain, pageHost, is) => {
    expect(isPortalUrl(url, { portalDomain, pageHost })).toBe(is)
  },
)

test.each([
  ['https://invoice.stripe.com/i/acct_1/live_1?s=db', deployed, true],
  ['https://invoice.stripe.com.evil.example/i/1', deployed, false],
  ['https://invoice.stripe.com:8443/i/1', deployed, false],
  ['https://billing.stripe.com/i/1', deployed, false],
  ['http://invoice.stripe.com/i/1', here, false],
  ['http://127.0.0.1:8888/_local/stripe/invoice/in_1', here, true],
  ['http://127.0.0.1:8888/_local/stripe/invoice/in_1', deployed, false],
  ['javascript:alert(1)', here, false],
  ['/i/1', deployed, false],
])("%s is an invoice's page for a page at %s: %s", (url, pageHost, is) => {
  expect(isInvoiceUrl(url, pageHost)).toBe(is)
})

test.each([
  [0, true],
  [239_999, true],
  [240_000, false],
  [-1, false],
])('a link %i ms old is fresh: %s', (ageMs, expected) => {
  expect(isFresh(link, ageMs)).toBe(expected)
  expect(isFresh({ ...link, url: null }, ageMs)).toBe(false)
})

test.each<[Prepared | null, 'variables' | null]>([
  [problem(503, 'config_missing'), 'variables'],
  [problem(503, 'project_unsafe'), null],
  [{ status: 503, body: 'no healthy upstream' }, null],
  [{ status: 204 }, null],
  [null, null],
])('after the answer %j the obstacle at a door is: %s', async (prepared, expected) => {
  answer(url, prepared)
  expect(await findObstacle(url, signal)).toBe(expected)
})

test('a door that is there, and may not be read from this page, does not know its origin', async () => {
  const asked: (string | undefined)[] = []
  // As a browser does: an answer that may not be read fails, and without CORS it is opaque.
  vi.stubGlobal('fetch', async (_url: string, { mode }: RequestInit) => {
    asked.push(mode)
    if (mode === 'no-cors') return { type: 'opaque' }
    throw new TypeError('Failed to fetch')
  })
  expect(await findObstacle(url, signal)).toBe('origin')
  expect(asked).toEqual([undefined, 'no-cors'])
})
