import type Stripe from 'stripe'
import { beforeEach, expect, test } from 'vitest'
import { refusal, useStandIn } from '../stand-in.ts'
import { offer, press } from './shop.ts'

const own = useStandIn()
const url = 'https://example.com/#bought={CHECKOUT_SESSION_ID}'
const redirect = { type: 'redirect', redirect: { url } } as const
let once: string
let monthly: string
beforeEach(() => {
  once = offer(own.stripe, 'Cup', { recurring: null, unit_amount: 1250 })
  monthly = offer(own.stripe, 'Pro', {})
})
const create = (price: string, more: Partial<Stripe.PaymentLinkCreateParams> = {}) =>
  own.sdk.paymentLinks.create({ line_items: [{ price, quantity: 1 }], ...more })
const follow = async (link: string, query = '') =>
  (await fetch(`${link}${query}`, { redirect: 'manual' })).headers.get('location')!
const sessions = async () =>
  (await own.sdk.checkout.sessions.list({ expand: ['data.line_items'] })).data

test('a link leads to an order of its own each time, and back to the owner', async () => {
  const link = await create(monthly, { after_completion: redirect, metadata: { a: 'b' } })
  const page = await follow(link.url)
  await follow(link.url)
  const response = await press(page, { email: 'ada@b.c', method: 'card' })
  const [second, first] = await sessions()
  expect(response.headers.get('location')).toBe(`https://example.com/#bought=${first!.id}`)
  expect(first).toMatchObject({
    status: 'complete',
    mode: 'subscription',
    payment_link: link.id,
    metadata: { a: 'b' },
    line_items: { data: [{ price: { id: monthly } }] },
  })
  expect(second).toMatchObject({ status: 'open', payment_link: link.id })
  const { data } = await own.sdk.checkout.sessions.list({ payment_link: link.id, status: 'open' })
  expect(data.map(({ id }) => id)).toEqual([second!.id])
})

test('without a way back, Stripe says thanks in the owner’s words', async () => {
  const hosted_confirmation = { custom_message: 'See you soon' }
  const link = await create(once, {
    after_completion: { type: 'hosted_confirmation', hosted_confirmation },
  })
  const page = await follow(link.url)
  const response = await press(page, { email: 'ada@b.c' })
  const next = new URL(response.headers.get('location')!, page)
  expect(await (await fetch(next)).text()).toContain('See you soon')
  expect(await sessions()).toMatchObject([{ customer: null, payment_status: 'paid' }])
})

test.each([
  ['a-1_B', 'a-1_B'],
  ['a'.repeat(200), 'a'.repeat(200)],
  ['a'.repeat(201), null],
  ['a b', null],
  ['a@b.c', null],
])('a reference like %j in the address is kept or left out without a word', async (sent, kept) => {
  const link = await create(once)
  await follow(link.url, `?client_reference_id=${encodeURIComponent(sent)}`)
  expect(await sessions()).toMatchObject([{ client_reference_id: kept }])
})

test('an address in the link is filled in', async () => {
  const { url } = await create(once)
  const page = await follow(url, '?prefilled_email=ada%40b.c')
  expect(await (await fetch(page)).text()).toContain('value="ada@b.c"')
})

test('a trial of the link is one of the order', async () => {
  const link = await create(monthly, { subscription_data: { trial_period_days: 7 } })
  expect(link.subscription_data).toMatchObject({ trial_period_days: 7 })
  await press(await follow(link.url), { email: 'ada@b.c' })
  expect(own.stripe.subscriptions()).toMatchObject([{ status: 'trialing' }])
})

test('a link that was switched off opens nothing, and lists know it', async () => {
  const link = await create(once)
  await own.sdk.paymentLinks.update(link.id, { active: false, inactive_message: 'Sold out' })
  const response = await fetch(link.url)
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('Sold out'),
  ])
  expect((await own.sdk.paymentLinks.list({ active: true })).data).toEqual([])
  expect((await own.sdk.paymentLinks.list({ active: false })).data).toMatchObject([{ id: link.id }])
  expect(await sessions()).toEqual([])
})

test('its lines are read beside it, or expanded', async () => {
  const { id } = await create(once)
  const expected = [{ price: { id: once }, quantity: 1 }]
  expect((await own.sdk.paymentLinks.listLineItems(id)).data).toMatchObject(expected)
  const { data } = await own.sdk.paymentLinks.list({ expand: ['data.line_items'] })
  expect(data[0]?.line_items?.data).toMatchObject(expected)
})

test.each<[string, () => Promise<unknown>, object]>([
  ['no lines', () => own.sdk.paymentLinks.create({ line_items: [] }), { param: 'line_items' }],
  ['an unknown price', () => create('price_none'), { code: 'resource_missing' }],
  [
    'a way back that is none',
    () => create(once, { after_completion: { type: 'redirect', redirect: { url: 'here' } } }),
    { code: 'url_invalid' },
  ],
])('a link is refused for %s', async (_, call, expected) => {
  const error = await refusal(call())
  expect(error.statusCode).toBe(400)
  expect(error).toMatchObject(expected)
})

test('an unknown link is 404', async () => {
  const call = own.sdk.paymentLinks.retrieve('plink_none')
  expect(await refusal(call)).toMatchObject({ statusCode: 404, code: 'resource_missing' })
  expect((await fetch(`${own.stripe.url}/b/none`)).status).toBe(404)
})
