import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem, frontendUrl } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { purchasesOf } from '../purchases.ts'
import { ask, buy, offer, orderOf, record, refused, told, writes } from './shop-window.ts'

listenToLog()
const email = 'ada@example.com'
let world: World
let book: string
let mug: string
beforeEach(async () => {
  world = await emptyWorld()
  ;({ price: book } = await offer(world, { recurring: null, unit_amount: 2500 }))
  ;({ price: mug } = await offer(world, {
    recurring: null,
    unit_amount: 1200,
  }))
  world.stripe.resetCalls()
})

const cartOf = (...items: (string | { price: string; quantity: number })[]) =>
  orderOf('', { items: items.map((item) => (typeof item === 'string' ? { price: item } : item)) })

test('several things are one order, and one payment', async () => {
  const session = await buy(world, cartOf(book, { price: mug, quantity: 2 }))
  expect(world.stripe.checkoutSessions()).toMatchObject([{ amount_total: 2500 + 2400 }])
  world.stripe.payCheckout(session, { email })
  await world.stripe.settled()
  const bought = await purchasesOf(world)
  expect(bought).toHaveLength(2)
  expect(bought.map(({ quantity }) => quantity)).toEqual(expect.arrayContaining([1, 2]))
})

test('a subscription and what is paid once beside it are one order', async () => {
  const { price: plan } = await offer(world, { metadata: { trial_days: '14' } })
  const { price: seat } = await offer(world, { metadata: { trial_days: '7' } })
  await buy(world, cartOf(book, plan, seat))
  expect(told(world)).toMatchObject([
    { mode: 'subscription', subscription_data: { trial_period_days: '7' } },
  ])
  expect(Object.keys(told(world)[0]!.line_items as object)).toHaveLength(3)
})

describe('one order can’t hold', () => {
  const expectApart = async (order: ReturnType<typeof cartOf>, code: string) => {
    await expectProblem(ask(world, order), 409, code)
    expect(writes(world)).toEqual([])
  }
  test('two currencies', async () => {
    const { price } = await offer(world, { recurring: null, currency: 'usd' })
    await expectApart(cartOf(book, price), 'currencies_mixed')
  })

  test('two rhythms', async () => {
    const plans = [await offer(world), await offer(world, { recurring: { interval: 'year' } })]
    await expectApart(cartOf(...plans.map(({ price }) => price)), 'rhythms_mixed')
  })
})

test('what ended is named, with what there is instead, and nothing is sold without it', async () => {
  const { price: old, product } = await offer(world, { recurring: null, unit_amount: 900 })
  const same = { recurring: null, unit_amount: 1000 }
  const { price: instead } = await offer(world, same, product)
  await offer(world, { ...same, currency: 'usd' }, product)
  await offer(world, {}, product)
  const dear = await offer(world, { ...same, unit_amount: 5000 }, product)
  world.stripe.updatePrice(old, { metadata: { offer: 'no' } })
  await record(world, old, product)
  world.stripe.resetCalls()
  const order = cartOf(book, old, 'price_none')
  const { gone } = await refused(ask(world, order), 404, 'offer_unknown')
  expect(gone).toEqual(
    [
      { price: old, instead },
      { price: 'price_none', instead: null },
    ].toSorted((one, other) => (one.price < other.price ? -1 : 1)),
  )
  expect(dear.price).not.toBe(instead)
  expect(world.stripe.calls).toEqual([])
})

test('Stripe’s receipt bears the order’s number and leads back to the orders', async () => {
  const session = await buy(world, cartOf(book))
  world.stripe.payCheckout(session, { email })
  const [charge] = world.stripe.charges()
  const { order } = charge!.metadata
  expect(await (await fetch(charge!.receipt_url!)).text()).toContain(
    `Order ${order} · ${frontendUrl}`,
  )
})
