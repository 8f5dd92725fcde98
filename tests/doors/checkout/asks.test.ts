import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { purchasesOf } from '../purchases.ts'
import { ask, buy, offer, orderOf, told, writes } from './shop-window.ts'

listenToLog()
const email = 'ada@example.com'
let world: World
let book: string
let mug: string
let rate: string
beforeEach(async () => {
  world = await emptyWorld()
  rate = world.stripe.createShippingRate({ display_name: 'Post', amount: 490, currency: 'eur' }).id
  ;({ price: book } = await offer(world, { recurring: null, unit_amount: 2500 }))
  ;({ price: mug } = await offer(world, {
    recurring: null,
    unit_amount: 1200,
    metadata: { ships: 'DE, AT', shipping: rate, phone: 'yes' },
  }))
  world.stripe.resetCalls()
})

const cartOf = (...items: (string | { price: string; quantity: number })[]) =>
  orderOf('', { items: items.map((item) => (typeof item === 'string' ? { price: item } : item)) })
const home = { name: 'Ada L.', line1: 'Weg 1', city: 'Berlin', postal_code: '10115', country: 'DE' }

test('a parcel’s address and rate are a part of one order, and one payment', async () => {
  const session = await buy(world, cartOf(book, { price: mug, quantity: 2 }))
  expect(world.stripe.checkoutSessions()).toMatchObject([{ amount_total: 2500 + 2400 + 490 }])
  world.stripe.payCheckout(session, { email, shipping: home, phone: '1' })
  await world.stripe.settled()
  const bought = await purchasesOf(world)
  expect(bought).toHaveLength(2)
  expect(bought.map(({ quantity }) => quantity)).toEqual(expect.arrayContaining([1, 2]))
})

describe('what Stripe’s page asks for', () => {
  const asked = () => {
    const [{ shipping_address_collection, shipping_options, phone_number_collection } = {}] =
      told(world)
    return { shipping_address_collection, shipping_options, phone_number_collection }
  }

  test('is no address where there are only files', async () => {
    await buy(world, cartOf(book))
    expect(Object.values(asked())).toEqual([undefined, undefined, undefined])
  })

  test('is where the parcel goes, how, and a phone number, as the price says', async () => {
    await buy(world, cartOf(book, mug))
    expect(asked()).toEqual({
      shipping_address_collection: { allowed_countries: { 0: 'DE', 1: 'AT' } },
      shipping_options: { 0: { shipping_rate: rate } },
      phone_number_collection: { enabled: 'true' },
    })
    expect(told(world)).toMatchObject([{ metadata: { ships: 'yes' } }])
  })

  test('is what the product says where the price says nothing', async () => {
    const { id } = world.stripe.createProduct({ name: 'Cup', metadata: { ships: 'FR' } })
    const { price } = await offer(world, { recurring: null }, id)
    await buy(world, cartOf(price))
    expect(asked()).toMatchObject({
      shipping_address_collection: { allowed_countries: { 0: 'FR' } },
    })
  })

  test('is what the price says, whatever the product says', async () => {
    const metadata = { ships: 'everywhere', shipping: rate, phone: 'yes' }
    const { id } = world.stripe.createProduct({ name: 'Cup', metadata })
    const own = { ships: 'FR', shipping: rate, phone: 'no' }
    const { price } = await offer(world, { recurring: null, metadata: own }, id)
    await buy(world, cartOf(price))
    expect(asked()).toMatchObject({
      shipping_address_collection: { allowed_countries: { 0: 'FR' } },
      phone_number_collection: undefined,
    })
  })

  test('is not guessed where it can’t be read: then it is not for sale', async () => {
    const { price } = await offer(world, { recurring: null, metadata: { ships: 'Europe' } })
    await expectProblem(ask(world, cartOf(price)), 404, 'offer_unknown')
  })

  test('of a known customer’s parcel may change them only where tax needs it', async () => {
    const token = await world.tokenOf(email)
    const payer = { email, shipping: home, phone: '1' }
    const { customer } = world.stripe.payCheckout(await buy(world, cartOf(mug), token), payer)
    await buy(world, cartOf(book, mug), token)
    expect(told(world).at(-1)).toMatchObject({ customer })
    expect(told(world).at(-1)).not.toHaveProperty('customer_update')
  })
})

describe('one order can’t hold', () => {
  const expectApart = async (order: ReturnType<typeof cartOf>, code: string) => {
    await expectProblem(ask(world, order), 409, code)
    expect(writes(world)).toEqual([])
  }
  test('a parcel that is paid for beside a subscription, and two parcels to nowhere', async () => {
    await expectApart(cartOf(mug, (await offer(world)).price), 'shipping_apart')
    const { price } = await offer(world, { recurring: null, metadata: { ships: 'US' } })
    await expectApart(cartOf(mug, price), 'shipping_apart')
  })
})
