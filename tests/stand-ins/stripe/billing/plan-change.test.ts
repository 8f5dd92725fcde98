import type Stripe from 'stripe'
import { beforeEach, describe, expect, test } from 'vitest'
import { offer, order, press } from '../selling/shop.ts'
import { now, useStandIn } from '../stand-in.ts'

type Settings = Partial<Stripe.BillingPortal.Configuration.Features.SubscriptionUpdate>

const own = useStandIn()
const day = 86_400
const end = now + 30 * day
let customer: string
let id: string
let basic: string
let pro: string
let yearly: string
beforeEach(() => {
  customer = own.stripe.createCustomer({ email: 'ada@b.c' }).id
  basic = offer(own.stripe, 'Basic', { unit_amount: 1000 })
  pro = offer(own.stripe, 'Pro', { unit_amount: 3000 })
  yearly = offer(own.stripe, 'Pro', { unit_amount: 30_000, recurring: { interval: 'year' } })
  id = own.stripe.createSubscription({
    customer,
    items: [{ price: basic }],
    default_payment_method: own.stripe.createPaymentMethod({ customer }).id,
    current_period_end: end,
  }).id
})

/** Presses the portal's button, in the middle of the period. */
async function change(price: string, settings: Settings = {}, form = {}): Promise<Response> {
  const products = [basic, pro, yearly].map((each) => ({
    product: own.stripe.updatePrice(each, {}).product as string,
    prices: [each],
    adjustable_quantity: { enabled: true, minimum: 1, maximum: null },
  }))
  const subscription_update = {
    enabled: true,
    default_allowed_updates: ['price' as const, 'quantity' as const],
    products,
    ...settings,
  }
  const { id: configuration } = own.stripe.createConfiguration({
    features: { subscription_update },
  })
  const { url } = await own.sdk.billingPortal.sessions.create({ customer, configuration })
  return press(url, { do: 'change_plan', subscription: id, price, ...form })
}
const read = () => own.sdk.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
const linesOf = ({ lines }: Stripe.Invoice) => lines.data.map(({ amount }) => amount)
const subscriptionsOf = ({ lines }: Stripe.Invoice) =>
  lines.data.map(({ subscription, parent }) => [
    subscription,
    parent?.subscription_item_details?.subscription,
  ])
const isProration = ({ lines }: Stripe.Invoice) =>
  lines.data.map(({ parent }) => parent?.subscription_item_details?.proration)

beforeEach(() => own.stripe.advanceSubscription(id, now + 15 * day))

test('an upgrade that is invoiced at once credits what is unused and charges what is left', async () => {
  await change(pro, { proration_behavior: 'always_invoice' })
  const { items, latest_invoice } = await read()
  const invoice = latest_invoice as Stripe.Invoice
  expect(items.data[0]).toMatchObject({ price: { id: pro }, current_period_end: end })
  expect(invoice).toMatchObject({ billing_reason: 'subscription_update', status: 'paid' })
  // Half of a period of 30 days.
  expect(linesOf(invoice)).toEqual([-500, 1500])
  expect([isProration(invoice), invoice.amount_paid]).toEqual([[true, true], 1000])
  expect(invoice.lines.data[0]?.parent?.subscription_item_details?.proration_details).toEqual({
    credited_items: {
      invoice: expect.stringMatching(/^in_/),
      invoice_line_items: [expect.stringMatching(/^il_/)],
    },
  })
})

test('an upgrade with prorations is free until the next invoice, which has them first', async () => {
  const before = (await read()).latest_invoice as Stripe.Invoice
  await change(pro, { proration_behavior: 'create_prorations' })
  expect(await read()).toMatchObject({ latest_invoice: { id: before.id } })
  own.stripe.endPeriod(id)
  expect(linesOf((await read()).latest_invoice as Stripe.Invoice)).toEqual([-500, 1500, 3000])
})

test('an upgrade without prorations costs nothing until the next period', async () => {
  await change(pro)
  expect(await read()).toMatchObject({ items: { data: [{ price: { id: pro } }] } })
  own.stripe.endPeriod(id)
  expect(linesOf((await read()).latest_invoice as Stripe.Invoice)).toEqual([3000])
})

test('a longer interval begins a period of its own, and is invoiced now', async () => {
  await change(yearly, { proration_behavior: 'create_prorations' })
  const { items, latest_invoice } = await read()
  const invoice = latest_invoice as Stripe.Invoice
  expect(items.data[0]).toMatchObject({ current_period_start: now + 15 * day })
  expect([linesOf(invoice), isProration(invoice)]).toEqual([
    [-500, 30_000],
    [true, false],
  ])
  expect(invoice.status).toBe('paid')
})

test('a cycle that begins again now charges a whole period', async () => {
  await change(pro, { proration_behavior: 'none', billing_cycle_anchor: 'now' })
  const { items, latest_invoice } = await read()
  expect(items.data[0]).toMatchObject({ current_period_start: now + 15 * day })
  expect(linesOf(latest_invoice as Stripe.Invoice)).toEqual([3000])
})

test('a downgrade at once is a credit on the balance, which pays the next invoice', async () => {
  await change(pro)
  await change(basic, { proration_behavior: 'always_invoice' })
  expect(await read()).toMatchObject({
    latest_invoice: { status: 'paid', total: -1000, amount_due: 0, ending_balance: -1000 },
  })
  expect(own.stripe.findCustomer(customer)?.balance).toBe(-1000)
  own.stripe.endPeriod(id)
  own.stripe.passDraftHour(id)
  expect(await read()).toMatchObject({
    latest_invoice: { total: 1000, starting_balance: -1000, amount_due: 0, amount_paid: 0 },
  })
})

test.each<[string, string, string]>([
  ['decreasing_item_amount', 'a cheaper plan', 'pro'],
  ['shortening_interval', 'a shorter interval', 'yearly'],
])('where %s is put off, %s waits for the end of the period', async (type, _, from) => {
  await change(from === 'pro' ? pro : yearly)
  const conditions = [{ type }] as Settings['schedule_at_period_end'] & object
  await change(basic, { schedule_at_period_end: { conditions } as never })
  const price = from === 'pro' ? pro : yearly
  expect(await read()).toMatchObject({
    schedule: expect.stringMatching(/^sub_sched_/),
    items: { data: [{ price: { id: price } }] },
  })
  own.stripe.endPeriod(id)
  expect(await read()).toMatchObject({
    schedule: null,
    items: { data: [{ price: { id: basic } }] },
    latest_invoice: { total: 1000 },
  })
})

test('a change in a trial ends it or not, as the settings say', async () => {
  for (const trial_update_behavior of ['continue_trial', 'end_trial'] as const) {
    id = own.stripe.createSubscription({
      customer,
      items: [{ price: basic }],
      default_payment_method: own.stripe.createPaymentMethod({ customer }).id,
      trial_end: now + 14 * day,
    }).id
    await change(pro, { trial_update_behavior })
    const goesOn = trial_update_behavior === 'continue_trial'
    expect(await read()).toMatchObject({
      status: goesOn ? 'trialing' : 'active',
      items: { data: [{ price: { id: pro } }] },
      latest_invoice: { total: goesOn ? 0 : 3000, status: 'paid' },
    })
  }
})

test('a change of quantity is one of plan', async () => {
  const settings = { proration_behavior: 'always_invoice' } as const
  await change('', settings, { do: 'update_subscription', quantity: '3' })
  expect(await read()).toMatchObject({
    items: { data: [{ quantity: 3 }] },
    latest_invoice: { total: 1000 },
  })
})

test('the portal changes nothing that its configuration does not list', async () => {
  const hidden = offer(own.stripe, 'Old', { unit_amount: 100 })
  expect((await change(hidden)).status).toBe(400)
  expect((await change(pro, { default_allowed_updates: ['quantity'] })).status).toBe(400)
  expect(await read()).toMatchObject({ items: { data: [{ price: { id: basic } }] } })
})

test('what is too little to be charged is paid with the next invoice', async () => {
  const little = offer(own.stripe, 'Basic and a bit', { unit_amount: 1060 })
  const products = [
    { product: own.stripe.updatePrice(little, {}).product as string, prices: [little] },
  ]
  await change(little, {
    proration_behavior: 'always_invoice',
    products: products.map((each) => ({
      ...each,
      adjustable_quantity: { enabled: true, minimum: 1, maximum: null },
    })),
  })
  expect(await read()).toMatchObject({
    latest_invoice: {
      total: 30,
      amount_due: 0,
      amount_paid: 0,
      status: 'paid',
      ending_balance: 30,
    },
  })
  expect(own.stripe.findCustomer(customer)?.balance).toBe(30)
  own.stripe.endPeriod(id)
  own.stripe.passDraftHour(id)
  expect(await read()).toMatchObject({
    latest_invoice: { total: 1060, starting_balance: 30, amount_due: 1090, amount_paid: 1090 },
  })
  expect(own.stripe.findCustomer(customer)?.balance).toBe(0)
})

test('from free to paid, a period begins and is invoiced now', async () => {
  const free = offer(own.stripe, 'Free', { unit_amount: 0 })
  const { id: unpaid } = own.stripe.createSubscription({
    customer,
    items: [{ price: free }],
    default_payment_method: own.stripe.createPaymentMethod({ customer }).id,
    current_period_end: end,
  })
  id = unpaid
  own.stripe.advanceSubscription(id, now + 15 * day)
  await change(pro, { proration_behavior: 'create_prorations' })
  const { items, latest_invoice } = await read()
  expect(items.data[0]).toMatchObject({ current_period_start: now + 15 * day })
  expect(latest_invoice).toMatchObject({ status: 'paid', amount_paid: 3000 })
})

describe('canceled in the middle of a period', () => {
  type Cancellation = Partial<Stripe.BillingPortal.Configuration.Features.SubscriptionCancel>
  async function cancel(settings: Cancellation): Promise<void> {
    const { id: configuration } = own.stripe.createConfiguration({
      features: { subscription_cancel: { enabled: true, ...settings } },
    })
    const { url } = await own.sdk.billingPortal.sessions.create({ customer, configuration })
    await press(url, { do: 'cancel_subscription', subscription: id })
  }
  /** The same customer comes back. */
  async function comeBack(): Promise<Stripe.Invoice> {
    const { id: session } = await order(own.sdk, pro, { mode: 'subscription', customer })
    own.stripe.payCheckout(session)
    return own.stripe.invoices()[0]!
  }

  test('at once with prorations, the unused time pays a part of the next invoice', async () => {
    await cancel({ mode: 'immediately', proration_behavior: 'create_prorations' })
    expect(await read()).toMatchObject({ status: 'canceled' })
    const invoice = await comeBack()
    expect([linesOf(invoice), invoice.amount_due]).toEqual([[-500, 3000], 2500])
    // Each line is of its own subscription, whichever the invoice is for.
    const present = (invoice.parent?.subscription_details?.subscription as string) ?? null
    expect(present).not.toBe(id)
    expect(subscriptionsOf(invoice)).toEqual([
      [id, id],
      [present, present],
    ])
    const { data } = await own.sdk.invoices.listLineItems(invoice.id!)
    expect(subscriptionsOf({ ...invoice, lines: { ...invoice.lines, data } })).toEqual(
      subscriptionsOf(invoice),
    )
    expect(linesOf(await comeBack())).toEqual([3000])
  })

  test('at once without, it is gone, and what was pending too', async () => {
    await change(pro, { proration_behavior: 'create_prorations' })
    await cancel({ mode: 'immediately' })
    expect(linesOf(await comeBack())).toEqual([3000])
  })

  test('for its end, what is pending is on a last invoice', async () => {
    await change(pro, { proration_behavior: 'create_prorations' })
    await cancel({ mode: 'at_period_end' })
    own.stripe.endPeriod(id)
    const [last] = own.stripe.invoices()
    expect([linesOf(last!), last!.status]).toEqual([[-500, 1500], 'paid'])
    expect(await read()).toMatchObject({ status: 'canceled' })
  })
})

test.each([
  ['included', [-250, 750], [[], []]],
  ['itemized', [-500, 1500], [[-250], [750]]],
] as const)('a discount on parts of a period is %s', async (prorationDiscounts, amounts, off) => {
  own.stripe.control({ prorationDiscounts })
  own.stripe.changeSubscription(id, { percentOff: 50 })
  await change(pro, { proration_behavior: 'always_invoice' })
  const invoice = (await read()).latest_invoice as Stripe.Invoice
  expect(linesOf(invoice)).toEqual(amounts)
  expect(
    invoice.lines.data.map(({ discount_amounts: each }) => each?.map(({ amount }) => amount)),
  ).toEqual(off)
  expect(invoice).toMatchObject({ total: 500 })
})
