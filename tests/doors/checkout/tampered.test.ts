import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { alterEnvironment } from '../shop.ts'
import { ask, buy, offer, orderOf, refused, writes } from './shop-window.ts'

listenToLog()
const email = 'ada@example.com'
const key = 'k'.repeat(16)
let world: World
let plan: { price: string; product: string }
beforeEach(async () => {
  world = await emptyWorld()
  plan = await offer(world)
  world.stripe.resetCalls()
})

/** Refused to anybody, whether they prove an address or not, and nothing was written at Stripe. */
async function expectRefused(body: unknown, status: number, code: string): Promise<void> {
  for (const token of [undefined, await world.tokenOf(email)])
    await expectProblem(ask(world, body, token), status, code)
  expect(writes(world)).toEqual([])
  expect(world.stripe.checkoutSessions()).toEqual([])
}

const silent = { silent: true }
describe('what was on offer a moment ago, and nobody rang, is not sold: Stripe has the last word', () => {
  test.each<[string, () => unknown]>([
    ['archived', () => world.stripe.updatePrice(plan.price, { active: false }, silent)],
    [
      'taken off',
      () => world.stripe.updatePrice(plan.price, { metadata: { offer: 'no' } }, silent),
    ],
    ['with its product', () => world.stripe.updateProduct(plan.product, { active: false }, silent)],
    ['deleted', () => world.stripe.deletePrice(plan.price, silent)],
  ])('%s', async (_, change) => {
    change()
    for (const token of [undefined, await world.tokenOf(email)]) {
      const told = await refused(ask(world, orderOf(plan.price), token), 404, 'offer_unknown')
      expect(told).toMatchObject({ gone: [{ price: plan.price, instead: null }] })
    }
    const open = world.stripe.checkoutSessions().filter(({ status }) => status === 'open')
    expect(open).toEqual([])
  })

  test('nor is it among the last of many, nor by a page of before', async () => {
    const others = await Promise.all(
      Array.from({ length: 11 }, () => offer(world, { recurring: null })),
    )
    const items = others.map(({ price }) => ({ price }))
    const last = items
      .map(({ price }) => price)
      .toSorted()
      .at(-1)!
    const order = orderOf(last, { items })
    const session = await buy(world, order)
    world.stripe.updatePrice(last, { metadata: { offer: 'no' } }, silent)
    const told = await refused(ask(world, order), 404, 'offer_unknown')
    expect(told).toMatchObject({ gone: [{ price: last }] })
    expect(world.stripe.checkoutSessions()).toMatchObject([{ id: session, status: 'expired' }])
  })
})

describe('what is not on offer cannot be bought', () => {
  const product = () => world.stripe.createProduct({ name: 'Old' }).id
  test.each<[string, () => string | Promise<string>]>([
    ['a price that nobody offered', () => world.stripe.createPrice({ product: product() }).id],
    [
      'a price that is offered, and that no read has recorded',
      () => world.stripe.createPrice({ product: product(), metadata: { offer: 'yes' } }).id,
    ],
    [
      'a price of another account of Stripe',
      () => {
        const { id } = world.stripe.other.createProduct({ name: 'Theirs' })
        return world.stripe.other.createPrice({ product: id, metadata: { offer: 'yes' } }).id
      },
    ],
    [
      'a price of the other mode',
      () => {
        const { id } = world.stripe.live.createProduct({ name: 'Live' })
        return world.stripe.live.createPrice({ product: id, metadata: { offer: 'yes' } }).id
      },
    ],
    ['a product', () => plan.product],
    ['a customer', () => world.stripe.createCustomer({ email }).id],
    ['a path', () => `../customers/${plan.price}`],
    ['a filter of the Data API', () => `${plan.price}&livemode=eq.true`],
    ['two prices in one', () => `${plan.price},${plan.price}`],
    ['a NUL', () => `${plan.price}\0`],
    ['nothing', () => ''],
    ['constructor', () => 'constructor'],
    ['a very long id', () => `price_${'a'.repeat(300)}`],
  ])('%s', async (_, make) => {
    await expectRefused(orderOf(await make()), 404, 'offer_unknown')
  })

  test('a price of test mode, once the site sells for real', async () => {
    alterEnvironment({ STRIPE_API_KEY: 'sk_live_local' })
    await expectProblem(ask(world, orderOf(plan.price)), 404, 'offer_unknown')
    expect(world.stripe.calls).toEqual([])
  })

  test('a price that is archived while it is ordered', async () => {
    world.stripe.control({
      faults: [
        {
          method: 'POST',
          path: '/v1/checkout/sessions',
          when: () => {
            world.stripe.updatePrice(plan.price, { active: false }, silent)
            return false
          },
        },
      ],
    })
    for (const token of [undefined, await world.tokenOf(email)])
      await expectProblem(ask(world, orderOf(plan.price), token), 404, 'offer_unknown')
    expect(world.stripe.checkoutSessions()).toEqual([])
  })

  test('made-up ids cost no call to Stripe', async () => {
    for (let at = 0; at < 10; at += 1)
      await expectProblem(ask(world, orderOf(`price_${at}`)), 404, 'offer_unknown')
    expect(world.stripe.calls).toEqual([])
  })
})

describe('an order of another form is refused', () => {
  const items = (item: object = {}) => [{ price: plan.price, ...item }]
  test.each<[string, () => unknown]>([
    ['a quantity of 0', () => ({ items: items({ quantity: 0 }), key })],
    ['a quantity of -1', () => ({ items: items({ quantity: -1 }), key })],
    ['a quantity of 1e9', () => ({ items: items({ quantity: 1e9 }), key })],
    ['a quantity of 100', () => ({ items: items({ quantity: 100 }), key })],
    ['a part of one', () => ({ items: items({ quantity: 1.5 }), key })],
    ['a quantity in words', () => ({ items: items({ quantity: '1' }), key })],
    ['no quantity at all', () => ({ items: items({ quantity: null }), key })],
    ['two items', () => ({ items: [...items(), ...items()], key })],
    [
      'more items than Stripe takes',
      () => ({ items: Array.from({ length: 101 }, (_, at) => ({ price: `price_${at}` })), key }),
    ],
    ['no item', () => ({ items: [], key })],
    ['a list in the list', () => ({ items: [items()], key })],
    ['an item that is no list', () => ({ items: items()[0], key })],
    ['a price that is a list', () => ({ items: [{ price: [plan.price] }], key })],
    ['a currency', () => ({ items: items(), currency: 'usd', key })],
    ['a currency of an item', () => ({ items: items({ currency: 'usd' }), key })],
    ['an amount of its own', () => ({ items: items({ price_data: { unit_amount: 1 } }), key })],
    ['a customer', () => ({ items: items(), customer: 'cus_1', key })],
    ['an address', () => ({ items: items(), customer_email: email, key })],
    ['a discount', () => ({ items: items(), discounts: [{ coupon: 'free' }], key })],
    ['a trial', () => ({ items: items(), subscription_data: { trial_period_days: 730 }, key })],
    [
      '__proto__',
      () => `{"items":[{"price":"${plan.price}","__proto__":{"quantity":2}}],"key":"${key}"}`,
    ],
    [
      '__proto__ of it all',
      () => `{"__proto__":{"items":[{"price":"${plan.price}"}]},"key":"${key}"}`,
    ],
    ['constructor', () => ({ items: items(), constructor: { prototype: {} }, key })],
    ['no key', () => ({ items: items() })],
    ['a key without a cart', () => ({ items: items(), key: '.1' })],
    ['an attempt of many digits', () => ({ items: items(), key: `${key}.1234567` })],
    ['an attempt that is none', () => ({ items: items(), key: `${key}.-1` })],
    ['two attempts', () => ({ items: items(), key: `${key}.1.2` })],
    ['a short key', () => ({ items: items(), key: 'k'.repeat(15) })],
    ['a long key', () => ({ items: items(), key: 'k'.repeat(65) })],
    ['a key with a line break', () => ({ items: items(), key: `${key}\n` })],
    ['an account that is no text', () => ({ items: items(), for: { $ne: null }, key })],
    ['a language that is no text', () => ({ items: items(), locale: ['de'], key })],
    ['a list', () => [orderOf(plan.price)]],
    ['nothing', () => ''],
    ['no JSON', () => 'price=1'],
  ])('%s', async (_, make) => {
    await expectRefused(make(), 400, 'body_invalid')
    expect(world.stripe.calls).toEqual([])
  })

  test.each([
    'https://eve.example/',
    'https://127.0.0.1:8888/',
    'http://127.0.0.1:8888@eve.example/',
    'http://ada:secret@127.0.0.1:8888/',
    'http://127.0.0.1:8888.eve.example/',
    '//127.0.0.1:8888/',
    '/plans',
    'blob:http://127.0.0.1:8888/1',
    'javascript:alert(1)//http://127.0.0.1:8888/',
    'data:text/html,http://127.0.0.1:8888/',
    `http://127.0.0.1:8888/${'a'.repeat(2048)}`,
    '',
  ])('a way back to %s', async (returnUrl) => {
    await expectRefused(orderOf(plan.price, { returnUrl }), 400, 'body_invalid')
    expect(world.stripe.calls).toEqual([])
  })

  test('one that is larger than any order', async () => {
    const body = orderOf(plan.price, { locale: 'x'.repeat(16_384) })
    await expectRefused(body, 413, 'body_too_large')
  })

  test('a sum beyond what can be paid', async () => {
    const { price } = await offer(world, { recurring: null, unit_amount: 99_999_999 })
    const order = orderOf(price, { items: [{ price, quantity: 99 }] })
    await expectProblem(ask(world, order), 400, 'body_invalid')
    expect(world.stripe.checkoutSessions()).toEqual([])
  })
})
