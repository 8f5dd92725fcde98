import { expect, test } from 'vitest'
import { askForOffers } from '../../web/requests/ask-for-offers.ts'
import { askForCheckout } from '../../web/requests/ask-for-checkout.ts'
import { anOffer } from './an-offer.ts'
import { useAnswers } from './prepared-answers.ts'

const prepare = useAnswers()
const gateway = 'https://pay.example'
const signal = AbortSignal.timeout(60_000)
const order = { items: [{ price: 'price_1' }], key: 'a'.repeat(32), locale: 'en' }
const asking = { gateway, accessToken: null, signal, ownDomain: null, pageHost: 'pay.example' }
const url = `${gateway}/api/checkout`
const paid = { url: 'https://checkout.stripe.com/c/pay/cs_test_a1' }

test('what is for sale is asked without a leave of the browser', async () => {
  const [asked] = [prepare(`${gateway}/api/offers`, { status: 200, body: { offers: [anOffer()] } })]
  expect(await askForOffers(gateway, null, signal)).toEqual([anOffer()])
  expect(asked[0]?.headers.has('content-type')).toBe(false)
  expect(asked[0]?.headers.has('authorization')).toBe(false)
})

test.each([
  [{ status: 503, body: { code: 'config_missing' } }, 'config_missing'],
  [{ status: 502, body: { code: 'database_unavailable' } }, 'database_unavailable'],
  [{ status: 500, body: '<h1>Crashed</h1>' }, 'internal'],
  [{ status: 200, body: '<h1>A page</h1>' }, 'answer_unreadable'],
  [{ status: 200, body: { offers: null } }, 'answer_unreadable'],
  [null, 'offline'],
])('an answer like %j is no list of nothing', async (answer, code) => {
  prepare(`${gateway}/api/offers`, answer)
  await expect(askForOffers(gateway, null, signal)).rejects.toMatchObject({ code })
})

test('a guest orders with nothing but the order', async () => {
  const asked = prepare(url, { status: 200, body: paid })
  expect(await askForCheckout(asking, order)).toEqual({ kind: 'pay', url: paid.url, key: null })
  expect(asked[0]?.body).toEqual(order)
  expect(asked[0]?.headers.has('authorization')).toBe(false)
})

test('a visitor who is signed in orders with their token', async () => {
  const asked = prepare(url, { status: 200, body: paid })
  await askForCheckout({ ...asking, accessToken: 'a.b.c' }, order)
  expect(asked[0]?.headers.get('authorization')).toBe('Bearer a.b.c')
})

test.each([
  'https://evil.example/c/pay',
  'https://checkout.stripe.com.evil.example/',
  'http://checkout.stripe.com/c/pay',
  'https://billing.stripe.com/p/session',
  'javascript:alert(1)',
  '//checkout.stripe.com/c/pay',
  'http://127.0.0.1:8888/_local/stripe/c/pay',
  '',
  null,
])('an order leads nowhere but to a page where Stripe is paid: not to %j', async (to) => {
  prepare(url, { status: 200, body: { url: to } })
  await expect(askForCheckout(asking, order)).rejects.toMatchObject({ code: 'internal' })
})

test("the owner's own domain at Stripe is one, and so is the stand-in on this machine", async () => {
  const own = 'https://buy.example.com/c/pay/cs_test_a1'
  prepare(url, { status: 200, body: { url: own } })
  const answer = await askForCheckout({ ...asking, ownDomain: 'buy.example.com' }, order)
  expect(answer).toEqual({ kind: 'pay', url: own, key: null })
  const local = 'http://127.0.0.1:8888/_local/stripe/checkout/cs_1'
  prepare(url, { status: 200, body: { url: local } })
  expect(await askForCheckout({ ...asking, pageHost: 'localhost' }, order)).toMatchObject({
    url: local,
  })
})

test('what is not for sale any more, and what is running, are answers of their own', async () => {
  prepare(url, { status: 404, body: { code: 'offer_unknown' } })
  expect(await askForCheckout(asking, order)).toEqual({ kind: 'ended', gone: [] })
  for (const [portal, expected] of [
    ['https://billing.stripe.com/p/session/1', 'https://billing.stripe.com/p/session/1'],
    ['https://evil.example/', null],
    [undefined, null],
  ] as const) {
    prepare(url, { status: 409, body: { code: 'already_subscribed', portal } })
    expect(await askForCheckout(asking, order)).toEqual({ kind: 'running', portal: expected })
  }
})

test.each([
  [{ status: 404, body: '<h1>Not found</h1>' }, 'answer_unreadable'],
  [{ status: 409, body: null }, 'answer_unreadable'],
  [{ status: 429, body: 'Too many' }, 'rate_limited'],
  [{ status: 503, body: { code: 'stripe_rate_limited' } }, 'stripe_rate_limited'],
  [{ status: 403, body: { code: 'permission_missing', requestId: 'r1' } }, 'permission_missing'],
  [null, 'offline'],
])('an answer like %j is a fault with its code', async (answer, code) => {
  prepare(url, answer)
  await expect(askForCheckout(asking, order)).rejects.toMatchObject({ code })
})
