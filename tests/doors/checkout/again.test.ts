import { beforeEach, describe, expect, test } from 'vitest'
import type { CheckoutRequest, CheckoutResponse } from '#server/contract/checkout.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { ask, buy, offer, orderOf, refused, told } from './shop-window.ts'

const log = listenToLog()
const email = 'ada@example.com'
const path = '^/v1/checkout/sessions$'
let world: World
let book: string
let mug: string
let order: CheckoutRequest
beforeEach(async () => {
  world = await emptyWorld()
  ;({ price: book } = await offer(world, { recurring: null, unit_amount: 2500 }))
  ;({ price: mug } = await offer(world, { recurring: null, unit_amount: 1200 }))
  order = { ...orderOf(book), items: [{ price: book }, { price: mug, quantity: 2 }] }
  world.stripe.resetCalls()
})

const sessions = () => world.stripe.checkoutSessions()
const press = async (more: Partial<CheckoutRequest> = {}, token?: string) =>
  (await (await ask(world, { ...order, ...more }, token)).json()) as CheckoutResponse
const expectPaid = async (session: string, more: Partial<CheckoutRequest> = {}, token?: string) =>
  expect(
    await refused(ask(world, { ...order, ...more }, token), 409, 'already_paid'),
  ).toMatchObject({
    session,
  })

describe('the same cart', () => {
  test('is the same open page over reloads, tabs, double presses and any order of its lines', async () => {
    const first = await press()
    expect(first.key).toBe(`${order.key}.0`)
    const again = await Promise.all([press(), press({ key: first.key }), press()])
    again.push(await press({ items: order.items.toReversed() }))
    expect(again).toEqual(Array(4).fill(first))
    expect(sessions()).toHaveLength(1)
  })

  test('tells Stripe the same each time, whatever the time', async () => {
    await press()
    const [one] = told(world)
    await press()
    expect(told(world).at(-1)).toEqual(one)
    for (const name of ['expires_at', 'created']) expect(one).not.toHaveProperty(name)
  })

  test('that is paid says so, with the order, and opens nothing', async () => {
    const session = await buy(world, order)
    world.stripe.payCheckout(session, { email })
    for (const key of [order.key, `${order.key}.0`]) await expectPaid(session, { key })
    expect(sessions()).toHaveLength(1)
  })

  test('whose payment is on its way says the same', async () => {
    const session = await buy(world, order)
    world.stripe.payCheckout(session, { email, method: 'bank' })
    await expectPaid(session)
  })

  test('whose page is over gets another, and keeps that one', async () => {
    const first = await press()
    world.stripe.expireCheckout(await buy(world, order))
    const next = await press({ key: first.key })
    expect(next.key).toBe(`${order.key}.1`)
    expect(next.url).not.toBe(first.url)
    // A tab that knows only of the first comes to the same.
    expect(await press()).toEqual(next)
    expect(await press({ key: next.key })).toEqual(next)
    expect(sessions()).toHaveLength(2)
  })

  test('with other lines, another quantity, language or way back is another page', async () => {
    const urls = [
      await press(),
      await press({ items: [{ price: book }] }),
      await press({ items: [{ price: book }, { price: mug, quantity: 3 }] }),
      await press({ locale: 'de' }),
      await press({ returnUrl: 'http://127.0.0.1:8888/cart' }),
    ].map(({ url }) => url)
    expect(new Set(urls).size).toBe(urls.length)
  })

  test('of two people, or of somebody and nobody, is never the same page', async () => {
    const tokens = [undefined, await world.tokenOf(email), await world.tokenOf('eve@example.com')]
    const urls = await Promise.all(tokens.map(async (token) => (await press({}, token)).url))
    expect(new Set(urls).size).toBe(3)
  })

  test('another cart with the same lines is another page', async () => {
    await press()
    await press({ key: crypto.randomUUID() })
    expect(sessions()).toHaveLength(2)
  })
})

describe('somebody known, who pays as another customer after they paid', () => {
  let token: string
  beforeEach(async () => {
    token = await world.tokenOf(email)
  })

  test('does not pay the same cart twice', async () => {
    const session = await buy(world, order, token)
    world.stripe.payCheckout(session, { email })
    await expectPaid(session, {}, token)
    expect(sessions()).toHaveLength(1)
  })

  test('nor after another one', async () => {
    const session = await buy(world, order, token)
    world.stripe.payCheckout(session, { email })
    world.stripe.payCheckout(await buy(world, orderOf(mug), token), { email })
    await buy(world, orderOf(book), token)
    await expectPaid(session, {}, token)
  })

  test('nor after more than are remembered', async () => {
    const session = await buy(world, order, token)
    world.stripe.payCheckout(session, { email })
    for (let times = 0; times < 7; times += 1)
      world.stripe.payCheckout(await buy(world, orderOf(mug), token), { email })
    await expectPaid(session, {}, token)
  })

  test('comes back to the page that another order has overtaken', async () => {
    const session = await buy(world, order, token)
    world.stripe.payCheckout(await buy(world, orderOf(mug), token), { email })
    expect(await buy(world, order, token)).toBe(session)
  })

  test('of a plan hears that the cart is paid, before they hear that they have the plan', async () => {
    const { price: plan } = await offer(world)
    const items = [{ price: plan }]
    const session = await buy(world, { ...order, items }, token)
    world.stripe.payCheckout(session, { email })
    await world.stripe.settled()
    await expectPaid(session, { items }, token)
    await refused(ask(world, orderOf(plan), token), 409, 'already_subscribed')
  })
})

describe('no failure of Stripe’s is answered again', () => {
  const kept = { method: 'POST', path, isKept: true }
  const begun = () => sessions().filter(({ status }) => status === 'open')

  test('one that Stripe keeps is gone around in the same press', async () => {
    world.stripe.control({ faults: [{ ...kept, status: 500, times: 1 }] })
    const next = await press()
    expect(next.key).toBe(`${order.key}.1`)
    expect(await press()).toEqual(next)
    expect(begun()).toHaveLength(1)
  })

  test('a refusal is told once, and tried again at the next press', async () => {
    const message = 'The price specified is inactive. This field only accepts active prices.'
    world.stripe.control({
      faults: [{ ...kept, status: 400, message, times: 1 }],
    })
    await refused(ask(world, order), 404, 'offer_unknown')
    const next = await press()
    expect(next.key).toBe(`${order.key}.1`)
    expect(begun()).toHaveLength(1)
  })

  test('so many that a press gives up leave a key with which the next one begins', async () => {
    world.stripe.control({ faults: [{ ...kept, status: 500 }] })
    const { key } = await refused(ask(world, order), 502, 'stripe_unavailable')
    expect(key).toBe(`${order.key}.3`)
    world.stripe.control({ faults: [] })
    // What is kept is kept: the key of before would meet it for a day.
    await refused(ask(world, order), 502, 'stripe_unavailable')
    log.takeFaults()
    expect((await press({ key: key! })).key).toBe(key)
    expect(begun()).toHaveLength(1)
  })

  test('a time-out, a pause and a busy key begin nothing new', async () => {
    const first = await press()
    const type = 'idempotency_error'
    const busy = { error: { type, code: 'idempotency_key_in_use', message: 'in use' } }
    // As often as one attempt asks.
    const times = 3
    for (const fault of [{ status: 429 }, { status: 409, body: busy, times }]) {
      world.stripe.control({ faults: [{ path, method: 'POST', ...fault }] })
      expect((await ask(world, order)).status).toBeGreaterThanOrEqual(502)
      world.stripe.control({ faults: [] })
      expect(await press()).toEqual(first)
    }
    log.takeFaults()
    expect(sessions()).toHaveLength(1)
  })

  test('other parameters under the key, as after an upgrade of ours, are another attempt', async () => {
    const type = 'idempotency_error'
    const message = 'Keys for idempotent requests can only be used with the same parameters.'
    world.stripe.control({
      faults: [{ path, method: 'POST', status: 400, times: 1, body: { error: { type, message } } }],
    })
    expect((await press()).key).toBe(`${order.key}.1`)
  })
})
