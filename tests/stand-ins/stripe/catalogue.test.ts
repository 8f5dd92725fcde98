import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { connect, refusal, useStandIn } from './stand-in.ts'

const own = useStandIn()
const names = (list: { data: Stripe.Product[] }) => list.data.map(({ name }) => name)
const ids = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id)
const types = () => own.stripe.events().map(({ type }) => type)

async function makeTea() {
  const product = await own.sdk.products.create({
    name: 'Tea',
    description: 'Green',
    images: ['https://example.com/tea.png'],
    marketing_features: [{ name: 'Hot' }],
    metadata: { access: 'tea' },
  })
  const price = await own.sdk.prices.create({
    product: product.id,
    currency: 'EUR',
    unit_amount: 1250,
    recurring: { interval: 'month' },
    metadata: { offer: 'yes' },
    nickname: 'Monthly',
    lookup_key: 'tea_monthly',
  })
  return { product, price }
}

test('what is made through the API is read as it was made', async () => {
  const { product, price } = await makeTea()
  expect(await own.sdk.products.retrieve(product.id)).toMatchObject({
    name: 'Tea',
    description: 'Green',
    images: ['https://example.com/tea.png'],
    marketing_features: [{ name: 'Hot' }],
    metadata: { access: 'tea' },
    active: true,
  })
  expect(await own.sdk.prices.retrieve(price.id)).toMatchObject({
    product: product.id,
    currency: 'eur',
    unit_amount: 1250,
    type: 'recurring',
    recurring: { interval: 'month', interval_count: 1 },
    metadata: { offer: 'yes' },
    nickname: 'Monthly',
    lookup_key: 'tea_monthly',
  })
})

test.each([
  ['nine pictures', Array.from({ length: 9 }, (_, at) => `https://example.com/${at}.png`)],
  ['a picture without an address', ['tea.png']],
])('%s are refused', async (_, images) => {
  await expect(own.sdk.products.create({ name: 'Tea', images })).rejects.toMatchObject({
    statusCode: 400,
    type: 'StripeInvalidRequestError',
  })
  expect(names(await own.sdk.products.list())).toEqual([])
})

test('each change is an event with what was there before', async () => {
  const { product, price } = await makeTea()
  own.pass(10)
  await own.sdk.products.update(product.id, { description: '', metadata: { access: '', a: 'b' } })
  await own.sdk.prices.update(price.id, { active: false, metadata: { offer: '' } })
  const [priceUpdated, productUpdated] = own.stripe.events()
  expect(priceUpdated).toMatchObject({
    type: 'price.updated',
    data: {
      object: { id: price.id, active: false, metadata: {} },
      previous_attributes: { active: true, metadata: { offer: 'yes' } },
    },
  })
  expect(productUpdated).toMatchObject({
    type: 'product.updated',
    data: {
      object: { description: null, metadata: { a: 'b' } },
      previous_attributes: { description: 'Green', updated: product.updated },
    },
  })
})

test('a change that changes nothing is no event', async () => {
  const { product, price } = await makeTea()
  await own.sdk.products.update(product.id, { name: 'Tea' })
  await own.sdk.prices.update(price.id, { nickname: 'Monthly' })
  expect(types()).toEqual(['price.created', 'product.created'])
})

test('a product goes only without prices, and is gone', async () => {
  const { product, price } = await makeTea()
  const error = await refusal(own.sdk.products.del(product.id))
  expect([error.statusCode, error.code]).toEqual([400, undefined])
  expect(error.message).toContain('one or more user-created prices')
  own.stripe.deletePrice(price.id)
  expect(await own.sdk.products.del(product.id)).toMatchObject({ id: product.id, deleted: true })
  expect(types().slice(0, 2)).toEqual(['product.deleted', 'price.deleted'])
  for (const call of [own.sdk.products.retrieve(product.id), own.sdk.prices.retrieve(price.id)])
    expect(await refusal(call)).toMatchObject({ statusCode: 404, code: 'resource_missing' })
})

test('lists are chosen by what is active, of a product, of a type, by key', async () => {
  const { product, price } = await makeTea()
  const cup = own.stripe.createProduct({ name: 'Cup', active: false }).id
  const once = own.stripe.createPrice({ product: cup, recurring: null }).id
  own.stripe.updatePrice(once, { active: false })
  const { products, prices } = own.sdk
  expect(names(await products.list({ active: true }))).toEqual(['Tea'])
  expect(names(await products.list({ active: false }))).toEqual(['Cup'])
  expect(names(await products.list())).toEqual(['Cup', 'Tea'])
  // Of prices, and of them only, those in use are meant unless it is said otherwise.
  const chosen: [Stripe.PriceListParams, string[]][] = [
    [{ active: true }, [price.id]],
    [{ active: false }, [once]],
    [{ product: product.id }, [price.id]],
    [{ product: cup }, []],
    [{ product: cup, active: false }, [once]],
    [{ type: 'one_time', active: false }, [once]],
    [{ currency: 'usd', active: false }, [once]],
    [{ lookup_keys: ['tea_monthly'] }, [price.id]],
    [{}, [price.id]],
  ]
  for (const [params, expected] of chosen) expect(ids(await prices.list(params))).toEqual(expected)
})

test('a price shows its product, other currencies and tiers only when they are expanded', async () => {
  const product = own.stripe.createProduct({ name: 'Tea' }).id
  const currency_options = { eur: { unit_amount: 800 } }
  const tiers = [
    { up_to: 10, unit_amount: 100 },
    { up_to: null, unit_amount: 50 },
  ]
  own.stripe.createPrice({ product, currency_options, lookup_key: 'plain' })
  own.stripe.createPrice({ product, tiers, lookup_key: 'tiered' })
  const read = async (key: string, expand: string[]) =>
    (await own.sdk.prices.list({ lookup_keys: [key], expand })).data[0]!
  const all = ['data.product', 'data.currency_options', 'data.tiers']
  expect(await read('plain', all)).toMatchObject({
    product: { id: product, name: 'Tea' },
    currency_options: { usd: { unit_amount: 900 }, eur: { unit_amount: 800 } },
  })
  expect((await read('tiered', all)).tiers).toHaveLength(2)
  const bare = await read('plain', [])
  expect(bare.product).toBe(product)
  expect(bare).not.toHaveProperty('currency_options')
})

test('a product shows its default price when it is expanded', async () => {
  const { product, price } = await makeTea()
  await own.sdk.products.update(product.id, { default_price: price.id })
  const expanded = await own.sdk.products.retrieve(product.id, { expand: ['default_price'] })
  expect(expanded.default_price).toMatchObject({ id: price.id, unit_amount: 1250 })
  expect((await own.sdk.products.retrieve(product.id)).default_price).toBe(price.id)
})

test('pay what you want has bounds and no fixed amount', async () => {
  const product = own.stripe.createProduct({ name: 'Thanks' }).id
  const custom_unit_amount = { enabled: true, minimum: 300, preset: 1000 } as const
  const price = await own.sdk.prices.create({ product, currency: 'usd', custom_unit_amount })
  expect(price).toMatchObject({
    type: 'one_time',
    unit_amount: null,
    custom_unit_amount: { minimum: 300, maximum: null, preset: 1000 },
  })
})

test.each<[string, (product: string) => Promise<unknown>, object]>([
  [
    'a price without an amount',
    (product) => own.sdk.prices.create({ product, currency: 'usd' }),
    { code: 'parameter_missing' },
  ],
  [
    'a price without a product',
    () => own.sdk.prices.create({ currency: 'usd', unit_amount: 1 }),
    { code: 'parameter_missing', param: 'product' },
  ],
  [
    'a price of an unknown product',
    () => own.sdk.prices.create({ product: 'prod_none', currency: 'usd', unit_amount: 1 }),
    { code: 'resource_missing', param: 'product' },
  ],
  [
    'a price that is changed in its amount',
    async (product) => {
      const { id } = own.stripe.createPrice({ product })
      await own.sdk.prices.update(id, { unit_amount: 1 } as Stripe.PriceUpdateParams)
    },
    { code: 'parameter_unknown', param: 'unit_amount' },
  ],
  [
    'a lookup key that another price has',
    async (product) => {
      own.stripe.createPrice({ product, lookup_key: 'a' })
      const { id } = own.stripe.createPrice({ product })
      await own.sdk.prices.update(id, { lookup_key: 'a' })
    },
    { param: 'lookup_key' },
  ],
  [
    'a product without a name',
    () => own.sdk.products.create({} as Stripe.ProductCreateParams),
    { code: 'parameter_missing', param: 'name' },
  ],
  [
    'a product whose id is taken',
    (id) => own.sdk.products.create({ id, name: 'Again' }),
    { code: 'resource_already_exists' },
  ],
])('refused: %s', async (_, call, expected) => {
  const { id } = own.stripe.createProduct({ name: 'Tea' })
  const error = await refusal(call(id))
  expect(error.statusCode).toBe(400)
  expect(error).toMatchObject(expected)
})

test('a price of the other mode says so', async () => {
  const { price } = await makeTea()
  const live = connect(own.stripe, 'sk_live_local')
  expect((await refusal(live.prices.retrieve(price.id))).message).toBe(
    `No such price: '${price.id}'; a similar object exists in test mode, but a live mode key was used to make this request.`,
  )
})
