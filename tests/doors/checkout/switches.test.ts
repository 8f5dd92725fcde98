import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetGateway } from '#server/wiring.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import type { CheckoutSwitches } from '../../../web/brand.ts'
import { brand } from '../../../web/brand.ts'
import { listenToLog } from '../log-lines.ts'
import { buy, offer, orderOf, told } from './shop-window.ts'

listenToLog()
const email = 'ada@example.com'
const { checkout: before } = brand
let world: World
let price: string
beforeEach(async () => {
  world = await emptyWorld()
  ;({ price } = await offer(world, { recurring: null, unit_amount: 2500 }))
})
afterEach(() => {
  if (before !== undefined) brand.checkout = before
  forgetGateway()
})

function switchOn(switches: Partial<CheckoutSwitches>): void {
  brand.checkout = switches
  forgetGateway()
  world.stripe.resetCalls()
}

const on: Record<keyof CheckoutSwitches, object> = {
  automaticTax: { automatic_tax: { enabled: 'true' } },
  promotionCodes: { allow_promotion_codes: 'true' },
  taxIds: { tax_id_collection: { enabled: 'true' } },
  termsOfService: { consent_collection: { terms_of_service: 'required' } },
  billingAddress: { billing_address_collection: 'required' },
  invoices: { invoice_creation: { enabled: 'true' } },
}
const names = Object.values(on).flatMap((params) => Object.keys(params))

test('as it comes, the page asks for nothing beside the payment', async () => {
  expect(before).toEqual(Object.fromEntries(Object.keys(on).map((name) => [name, false])))
  switchOn(before!)
  await buy(world, orderOf(price))
  for (const name of names) expect(told(world)[0]).not.toHaveProperty(name)
})

test.each(Object.entries(on))('what is switched on arrives, alone: %s', async (name, params) => {
  switchOn({ [name]: true })
  await buy(world, orderOf(price))
  const [order = {}] = told(world)
  expect(order).toMatchObject(params)
  const others = names.filter((each) => !Object.hasOwn(params, each))
  for (const other of [...others, 'customer_update']) expect(order).not.toHaveProperty(other)
})

test('a customer who is known may be changed by what the page asks for', async () => {
  const token = await world.tokenOf(email)
  const { customer } = world.stripe.payCheckout(await buy(world, orderOf(price), token))
  switchOn({ automaticTax: true, taxIds: true })
  await buy(world, orderOf(price), token)
  expect(told(world)).toMatchObject([
    { customer, customer_update: { address: 'auto', name: 'auto' } },
  ])
})

test('tax of a known customer’s parcel is reckoned where it goes', async () => {
  const metadata = { ships: 'DE' }
  const { price: mug } = await offer(world, { recurring: null, unit_amount: 900, metadata })
  const token = await world.tokenOf(email)
  world.stripe.payCheckout(await buy(world, orderOf(price), token))
  switchOn({ automaticTax: true })
  await buy(world, orderOf(mug), token)
  expect(told(world)).toMatchObject([{ customer_update: { address: 'auto', shipping: 'auto' } }])
})

test('an invoice of what is paid once has its number; a subscription needs no order for one', async () => {
  switchOn({ invoices: true })
  await buy(world, orderOf(price))
  await buy(world, orderOf((await offer(world)).price))
  const [once, plan] = told(world) as { metadata: { order: string } }[]
  expect(once).toMatchObject({
    invoice_creation: { invoice_data: { metadata: { order: once!.metadata.order } } },
  })
  expect(plan).not.toHaveProperty('invoice_creation')
})

test('a brand that is older than the switches sells', async () => {
  delete brand.checkout
  forgetGateway()
  await buy(world, orderOf(price))
})
