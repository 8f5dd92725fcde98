import type Stripe from 'stripe'
import { beforeEach, describe, expect, test } from 'vitest'
import { offer, typesSince } from '../selling/shop.ts'
import { now, useStandIn } from '../stand-in.ts'

const own = useStandIn()
const day = 86_400
const end = now + 30 * day
let customer: string
let card: string
let monthly: string
beforeEach(() => {
  customer = own.stripe.createCustomer({ email: 'ada@b.c' }).id
  card = own.stripe.createPaymentMethod({ customer }).id
  monthly = offer(own.stripe, 'Pro', {})
})

type Terms = Partial<Parameters<typeof own.stripe.createSubscription>[0]>
const sell = (terms: Terms = {}) =>
  own.stripe.createSubscription({
    customer,
    items: [{ price: monthly }],
    default_payment_method: card,
    current_period_end: end,
    ...terms,
  }).id
const read = (id: string) => own.sdk.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
const invoiceOf = async (id: string) => (await read(id)).latest_invoice as Stripe.Invoice

test('when a period ends, the next one begins, and its invoice is a draft', async () => {
  const id = sell()
  const before = own.stripe.events().length
  own.stripe.endPeriod(id)
  const subscription = await read(id)
  const [item] = subscription.items.data
  expect(subscription.status).toBe('active')
  expect(item).toMatchObject({ current_period_start: end })
  expect(subscription.latest_invoice).toMatchObject({
    status: 'draft',
    billing_reason: 'subscription_cycle',
    created: end,
    automatically_finalizes_at: end + 3601,
    number: null,
    hosted_invoice_url: null,
    ending_balance: null,
    lines: { data: [{ period: { start: end, end: item!.current_period_end } }] },
  })
  expect(typesSince(own.stripe, before)).toEqual([
    'invoice.created',
    'customer.subscription.updated',
  ])
})

test('an hour later the draft is charged, and paid', async () => {
  const id = sell()
  own.stripe.endPeriod(id)
  const before = own.stripe.events().length
  own.stripe.advanceSubscription(id, end + 3600)
  expect((await invoiceOf(id)).status).toBe('draft')
  own.stripe.passDraftHour(id)
  expect(await invoiceOf(id)).toMatchObject({
    status: 'paid',
    amount_paid: 2900,
    attempt_count: 1,
    status_transitions: { finalized_at: end + 3601, paid_at: end + 3601 },
  })
  expect(typesSince(own.stripe, before)).toEqual([
    'invoice.finalized',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice_payment.paid',
    'invoice.paid',
    'invoice.payment_succeeded',
  ])
})

describe('a card that is declined', () => {
  test('leaves the subscription overdue, and is tried again', async () => {
    const id = sell()
    own.stripe.setPaymentOutcome(card, 'fails')
    own.stripe.endPeriod(id)
    own.stripe.passDraftHour(id)
    expect(await read(id)).toMatchObject({
      status: 'past_due',
      latest_invoice: { status: 'open', amount_remaining: 2900, attempt_count: 1 },
    })
    expect(own.stripe.events().map(({ type }) => type)).toContain('invoice.payment_failed')
    own.stripe.setPaymentOutcome(card, 'succeeds')
    own.stripe.advanceSubscription(id, end + 3601 + 3 * day)
    expect(await read(id)).toMatchObject({
      status: 'active',
      latest_invoice: { status: 'paid', attempt_count: 2 },
    })
    // Both attempts are of one payment intent.
    expect(new Set(own.stripe.charges().map((charge) => charge.payment_intent)).size).toBe(2)
    expect(own.stripe.charges().map(({ status }) => status)).toEqual([
      'succeeded',
      'failed',
      'succeeded',
    ])
  })

  test.each([
    ['cancel', 'canceled'],
    ['unpaid', 'unpaid'],
    ['past_due', 'past_due'],
  ] as const)('four times ends as the owner chose: %s', async (whenRetriesFail, status) => {
    own.stripe.control({ whenRetriesFail })
    const id = sell()
    own.stripe.setPaymentOutcome(card, 'fails')
    own.stripe.advanceSubscription(id, end + 3601 + 15 * day)
    expect(await read(id)).toMatchObject({
      status,
      cancellation_details: { reason: status === 'canceled' ? 'payment_failed' : null },
      latest_invoice: { status: 'open', attempt_count: 4 },
    })
  })

  test.each([
    ['what paid the last period pays the next', {}, 'active'],
    ['what did not, does not', { status: 'past_due' } as const, 'past_due'],
  ])('or not, where no card is named: %s', async (_, terms, status) => {
    const { id } = own.stripe.createSubscription({
      customer: own.stripe.createCustomer().id,
      items: [{ price: monthly }],
      current_period_end: end,
      ...terms,
    })
    own.stripe.endPeriod(id)
    own.stripe.passDraftHour(id)
    expect(await read(id)).toMatchObject({ status })
    own.stripe.setSubscriptionOutcome(id, 'fails')
    own.stripe.endPeriod(id)
    own.stripe.passDraftHour(id)
    expect(await read(id)).toMatchObject({ latest_invoice: { status: 'open' } })
  })
})

test('an older invoice is tried again while the next one is a draft', async () => {
  const weekly = offer(own.stripe, 'News', { recurring: { interval: 'week' } })
  const id = sell({ items: [{ price: weekly }], current_period_end: now + day })
  own.stripe.setPaymentOutcome(card, 'fails')
  own.stripe.advanceSubscription(id, now + 5 * day)
  own.stripe.setPaymentOutcome(card, 'succeeds')
  own.stripe.advanceSubscription(id, now + 8 * day)
  const statuses = () => own.stripe.invoices().map(({ status }) => status)
  expect(statuses()).toEqual(['draft', 'open', 'paid'])
  own.stripe.advanceSubscription(id, now + 10 * day)
  expect(statuses()).toEqual(['paid', 'paid', 'paid'])
  expect(await read(id)).toMatchObject({ status: 'active' })
})

test('a subscription that was to end with its period ends then, without another invoice', async () => {
  const id = sell({ cancel_at_period_end: true })
  const before = own.stripe.events().length
  own.stripe.advanceSubscription(id, end + day)
  expect(await read(id)).toMatchObject({ status: 'canceled', ended_at: end })
  expect(typesSince(own.stripe, before)).toEqual(['customer.subscription.deleted'])
  own.stripe.advanceSubscription(id, end + 99 * day)
  expect(own.stripe.events()).toHaveLength(before + 1)
})

describe('a trial', () => {
  const trial_end = now + 14 * day
  const without = { customer: '', default_payment_method: '' }
  beforeEach(() => {
    without.customer = own.stripe.createCustomer().id
  })

  test('ends with the first period that costs something', async () => {
    const id = sell({ trial_end })
    expect(await invoiceOf(id)).toMatchObject({ status: 'paid', total: 0 })
    own.stripe.advanceSubscription(id, trial_end)
    expect(await read(id)).toMatchObject({
      status: 'active',
      billing_cycle_anchor: trial_end,
      items: { data: [{ current_period_start: trial_end }] },
      latest_invoice: { status: 'draft', total: 2900 },
    })
  })

  test.each([
    ['cancel', 'canceled', 'customer.subscription.deleted'],
    ['pause', 'paused', 'customer.subscription.paused'],
    ['create_invoice', 'active', 'customer.subscription.updated'],
  ] as const)('without a card ends as was said: %s', async (missing, status, type) => {
    const { customer } = without
    const id = own.stripe.createSubscription({
      customer,
      items: [{ price: monthly }],
      trial_end,
      missing_payment_method: missing,
    }).id
    own.stripe.advanceSubscription(id, trial_end)
    expect(await read(id)).toMatchObject({ status })
    expect(own.stripe.events()[0]?.type).toBe(type)
    if (status !== 'paused') return
    const defaultPaymentMethod = own.stripe.createPaymentMethod({ customer }).id
    own.stripe.updateCustomer(customer, { defaultPaymentMethod })
    own.stripe.resumeSubscription(id)
    expect(await read(id)).toMatchObject({ status: 'active', latest_invoice: { status: 'paid' } })
    expect(own.stripe.events().map((event) => event.type)).toContain(
      'customer.subscription.resumed',
    )
  })
})

test.each([
  ['void', 'void'],
  ['mark_uncollectible', 'uncollectible'],
  ['keep_as_draft', 'draft'],
] as const)(
  'a paused collection (%s) leaves the next invoice %s, until it resumes',
  async (behavior, status) => {
    const id = sell({ pause_collection: { behavior, resumes_at: end + 40 * day } })
    own.stripe.endPeriod(id)
    own.stripe.passDraftHour(id)
    expect(await read(id)).toMatchObject({ status: 'active', latest_invoice: { status } })
    own.stripe.advanceSubscription(id, end + 65 * day)
    expect(await read(id)).toMatchObject({
      pause_collection: null,
      latest_invoice: { status: 'paid' },
    })
  },
)

test('a coupon takes its share off every invoice', async () => {
  const id = sell({ percent_off: 25 })
  own.stripe.endPeriod(id)
  own.stripe.passDraftHour(id)
  expect(await invoiceOf(id)).toMatchObject({
    subtotal: 2900,
    total: 2175,
    amount_paid: 2175,
    total_discount_amounts: [{ amount: 725 }],
    lines: { data: [{ amount: 2900, discount_amounts: [{ amount: 725 }] }] },
  })
})

test('a balance pays first, and what it pays is no payment', async () => {
  own.stripe.updateCustomer(customer, { balance: -4000 })
  const id = sell()
  const paid: number[] = []
  for (const index of [0, 1]) {
    own.stripe.endPeriod(id)
    own.stripe.passDraftHour(id)
    const invoice = await invoiceOf(id)
    paid[index] = invoice.amount_paid
    expect(invoice.status).toBe('paid')
  }
  // The seeded period took 2900 of it.
  expect(paid).toEqual([1800, 2900])
  expect(own.stripe.findCustomer(customer)?.balance).toBe(0)
})

test('an invoice that is paid elsewhere is paid, without a payment', async () => {
  const id = sell({ collection_method: 'send_invoice', latest_invoice: { status: 'open' } })
  const { id: invoice } = await invoiceOf(id)
  await own.sdk.invoices.pay(invoice!, { paid_out_of_band: true })
  expect(await invoiceOf(id)).toMatchObject({
    status: 'paid',
    amount_paid: 2900,
    amount_paid_off_stripe: 2900,
  })
  expect(own.stripe.charges()).toEqual([])
  expect(own.stripe.events()[0]).toMatchObject({ type: 'invoice.paid' })
})

test('a bank debit is under way while the subscription runs, and may fail', async () => {
  const bank = own.stripe.createPaymentMethod({ customer, type: 'sepa_debit' }).id
  const id = sell({ default_payment_method: bank })
  own.stripe.endPeriod(id)
  own.stripe.passDraftHour(id)
  expect(await read(id)).toMatchObject({ status: 'active', latest_invoice: { status: 'open' } })
  own.stripe.settlePayment(own.stripe.charges()[0]!.payment_intent as string, 'fails')
  expect(await read(id)).toMatchObject({ status: 'past_due', latest_invoice: { status: 'open' } })
})

test('what is tried again and takes days is tried once, and under way until the bank answers', async () => {
  const id = sell()
  own.stripe.setPaymentOutcome(card, 'fails')
  own.stripe.endPeriod(id)
  own.stripe.passDraftHour(id)
  own.stripe.setPaymentOutcome(card, 'later')
  own.stripe.advanceSubscription(id, end + 9 * day)
  expect(await invoiceOf(id)).toMatchObject({
    status: 'open',
    attempt_count: 2,
    next_payment_attempt: null,
  })
})

test('nothing becomes due by itself; by the account’s own clock all of it does at once', async () => {
  const [one, two] = [sell(), sell({ cancel_at_period_end: true })]
  own.pass(31 * day)
  expect(await read(one)).toMatchObject({ items: { data: [{ current_period_end: end }] } })
  own.stripe.catchUp()
  expect(await read(one)).toMatchObject({ latest_invoice: { status: 'paid', created: end } })
  expect(await read(two)).toMatchObject({ status: 'canceled' })
})

test('a subscription that began on the 31st ends its months on their last days', async () => {
  const created = Date.UTC(2026, 11, 31) / 1000
  own.pass(created - now)
  const { id } = own.stripe.createSubscription({
    customer,
    items: [{ price: monthly }],
    default_payment_method: card,
    created,
  })
  const ends: string[] = []
  for (let count = 0; count < 3; count += 1) {
    const { current_period_end } = (await read(id)).items.data[0]!
    ends.push(new Date(current_period_end * 1000).toISOString().slice(0, 10))
    own.stripe.endPeriod(id)
  }
  expect(ends).toEqual(['2027-01-31', '2027-02-28', '2027-03-31'])
})
