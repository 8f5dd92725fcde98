import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { shippingCountries } from '#local/stripe/routes/selling/shipping-countries.ts'
import { useStandIn } from '../stand-in.ts'
import type { Order } from './shop.ts'
import { offer, order, press } from './shop.ts'

const own = useStandIn()
let mug: string
let monthly: string
let rates: string[]
beforeEach(() => {
  mug = offer(own.stripe, 'Mug', { recurring: null, unit_amount: 1250 })
  monthly = offer(own.stripe, 'Pro', {})
  rates = [490, 990].map(
    (amount) =>
      own.stripe.createShippingRate({ display_name: `Post ${amount}`, amount, currency: 'eur' }).id,
  )
})

const parcel = (): Order => ({
  shipping_address_collection: { allowed_countries: ['DE', 'AT'] },
  shipping_options: rates.map((shipping_rate) => ({ shipping_rate })),
})
const home = {
  email: 'ada@b.c',
  shipping_name: 'Ada L.',
  shipping_line1: 'Weg 1',
  shipping_postal_code: '10115',
  shipping_city: 'Berlin',
  shipping_country: 'DE',
}
const pageOf = async ({ url }: { url: string | null }) => (await fetch(url!)).text()
const read = (id: string) =>
  own.sdk.checkout.sessions.retrieve(id, { expand: ['payment_intent', 'subscription', 'invoice'] })

test('the countries are those of the SDK’s types', () => {
  const types = fileURLToPath(import.meta.resolve('stripe')).replace(
    /[^/]+$/,
    'resources/Checkout/Sessions.d.ts',
  )
  const [, line = ''] = /type AllowedCountry = (.*);/.exec(readFileSync(types, 'utf8')) ?? []
  expect([...line.matchAll(/'(..)'/g)].map(([, country]) => country)).toEqual(shippingCountries)
})

test('a page asks for nothing that it was not told to', async () => {
  const page = await pageOf(await order(own.sdk, mug))
  for (const name of ['shipping_', 'billing_', 'rate', 'phone', 'tax_id', 'agrees'])
    expect(page).not.toContain(`name="${name}`)
})

describe('a parcel', () => {
  test('is asked where it goes, among the countries that were named, and how', async () => {
    const session = await order(own.sdk, mug, parcel())
    expect(session).toMatchObject({
      amount_total: 1740,
      collected_information: null,
      shipping_cost: { amount_total: 490, shipping_rate: rates[0] },
      shipping_options: [
        { shipping_amount: 490, shipping_rate: rates[0] },
        { shipping_amount: 990, shipping_rate: rates[1] },
      ],
      total_details: { amount_shipping: 490 },
    })
    const page = await pageOf(session)
    for (const shown of ['Post 490', '€9.90', 'value="AT"', 'name="shipping_line1"'])
      expect(page).toContain(shown)
    expect(page).not.toContain('value="CH"')
  })

  test('has its address and its rate on the order, the payment and the charge', async () => {
    const { id, url } = await order(own.sdk, mug, parcel())
    await press(url!, { ...home, rate: rates[1]! })
    const address = {
      city: 'Berlin',
      country: 'DE',
      line1: 'Weg 1',
      line2: null,
      postal_code: '10115',
      state: null,
    }
    expect(await read(id)).toMatchObject({
      status: 'complete',
      amount_total: 2240,
      collected_information: { shipping_details: { name: 'Ada L.', address } },
      shipping_cost: { amount_total: 990, shipping_rate: rates[1] },
      payment_intent: { amount: 2240, shipping: { name: 'Ada L.', address } },
    })
    expect((await own.sdk.charges.list()).data).toMatchObject([{ shipping: { address } }])
  })

  test.each<[string, Record<string, string>, string]>([
    ['without an address', { shipping_line1: '' }, 'Enter an address'],
    ['without a name', { shipping_name: '' }, 'Enter an address'],
    ['to another country', { shipping_country: 'CH' }, 'Enter an address'],
    ['by a rate of nobody’s', { rate: 'shr_none' }, 'Choose a shipping method'],
  ])('is not sent %s', async (_, form, words) => {
    const { id, url } = await order(own.sdk, mug, parcel())
    expect(await (await press(url!, { ...home, ...form })).text()).toContain(words)
    expect(await read(id)).toMatchObject({ status: 'open', collected_information: null })
  })

  test('of a subscription has an address, too', async () => {
    const { shipping_address_collection } = parcel()
    const more = { mode: 'subscription', shipping_address_collection } as Order
    const { id, url } = await order(own.sdk, monthly, more)
    await press(url!, home)
    expect(await read(id)).toMatchObject({
      collected_information: { shipping_details: { name: 'Ada L.' } },
      shipping_cost: null,
      amount_total: 2900,
    })
  })
})

test('phone, billing address, tax ID and terms are asked for where they are wanted', async () => {
  const { id, url } = await order(own.sdk, mug, {
    phone_number_collection: { enabled: true },
    billing_address_collection: 'required',
    tax_id_collection: { enabled: true },
    consent_collection: { terms_of_service: 'required' },
  })
  const whole: Record<string, string> = {
    email: 'ada@b.c',
    phone: '+49 30 1',
    billing_line1: 'Weg 1',
    billing_country: 'DE',
    agrees: 'yes',
  }
  for (const needed of ['phone', 'billing_line1', 'agrees'])
    expect((await press(url!, { ...whole, [needed]: '' })).status).toBe(400)
  await press(url!, { ...whole, tax_id: 'DE123' })
  expect(await read(id)).toMatchObject({
    status: 'complete',
    collected_information: null,
    consent: { terms_of_service: 'accepted' },
    customer_details: {
      address: { country: 'DE' },
      phone: '+49 30 1',
      tax_ids: [{ value: 'DE123' }],
    },
  })
})

test('what an order says of itself is on its payment, its receipt, its subscription and its invoice', async () => {
  const description = 'Order 1 & more'
  const metadata = { order: '1' }
  const sale = await order(own.sdk, mug, {
    payment_intent_data: { description, metadata },
    invoice_creation: { enabled: true, invoice_data: { description, metadata } },
    ...parcel(),
  })
  await press(sale.url!, home)
  expect(await read(sale.id)).toMatchObject({
    payment_intent: { description, metadata },
    invoice: { description, metadata, amount_shipping: 490, total: 1740, status: 'paid' },
  })
  const [charge] = (await own.sdk.charges.list()).data
  expect(charge).toMatchObject({ description })
  expect(await (await fetch(charge!.receipt_url!)).text()).toContain('Order 1 &amp; more')
  const more = { mode: 'subscription', subscription_data: { description, metadata } } as const
  const running = await order(own.sdk, monthly, more)
  await press(running.url!, { email: 'ada@b.c' })
  expect(await read(running.id)).toMatchObject({ subscription: { description, metadata } })
})

test('shipping rates are listed and read', async () => {
  own.stripe.switchShippingRate(rates[0]!, false)
  const { data } = await own.sdk.shippingRates.list({ active: true, currency: 'eur' })
  expect(data.map(({ id }) => id)).toEqual([rates[1]])
  expect(await own.sdk.shippingRates.retrieve(rates[0]!)).toMatchObject({
    active: false,
    fixed_amount: { amount: 490, currency: 'eur' },
  })
})
