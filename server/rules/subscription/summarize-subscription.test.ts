import { expect, test } from 'vitest'
import { productOf } from '../proved.ts'
import type { CustomerTerms, InvoiceLike, ItemLike, SubscriptionLike } from './stripes-shapes.ts'
import { summarizeSubscription, toSummary } from './summarize-subscription.ts'

const monthly = { interval: 'month', interval_count: 1, usage_type: 'licensed' }
const item = (more: Partial<ItemLike> = {}, price: Partial<ItemLike['price']> = {}): ItemLike => ({
  quantity: 1,
  current_period_end: 1_800_000_000,
  discounts: [],
  price: {
    product: 'prod_basic',
    currency: 'eur',
    unit_amount: 1200,
    recurring: monthly,
    transform_quantity: null,
    tax_behavior: 'unspecified',
    ...price,
  },
  ...more,
})
const subscription = (
  items: ItemLike[] = [item()],
  more: Partial<SubscriptionLike> = {},
): SubscriptionLike => ({
  id: 'sub_1',
  status: 'active',
  currency: 'eur',
  cancel_at: null,
  cancel_at_period_end: false,
  collection_method: 'charge_automatically',
  pause_collection: null,
  discounts: [],
  automatic_tax: { enabled: false },
  default_payment_method: null,
  default_source: null,
  latest_invoice: 'in_1',
  items: { data: items },
  ...more,
})
const usual: CustomerTerms = { hasDiscount: false, paymentMethod: null, source: null }
const summarize = (of: SubscriptionLike, terms: Partial<CustomerTerms> = {}) =>
  summarizeSubscription(of, { ...usual, ...terms })

test('one item says product, price, rhythm and renewal', () => {
  expect(summarize(subscription([item()]))).toEqual({
    id: 'sub_1',
    product: 'prod_basic',
    products: ['prod_basic'],
    items: 1,
    quantity: 1,
    status: 'active',
    paused: false,
    pausedUntil: null,
    amountMinor: 1200,
    currency: 'eur',
    interval: 'month',
    intervalCount: 1,
    renewsAt: '2027-01-15T08:00:00.000Z',
    endsAt: null,
    paymentMethod: null,
    hasOwnPaymentMethod: false,
    openInvoice: null,
    lastPaid: null,
    nextPayment: null,
  })
})

test('several items of one rhythm add up, and the earliest period counts', () => {
  const items = [
    item({ quantity: 3 }),
    item({ current_period_end: 1_700_000_000 }, { unit_amount: 50, product: { id: 'prod_x' } }),
  ]
  expect(summarize(subscription(items))).toMatchObject({
    items: 2,
    amountMinor: 3650,
    interval: 'month',
    renewsAt: '2023-11-14T22:13:20.000Z',
  })
})

test('items of different rhythms have no common price and no common rhythm', () => {
  const yearly = item({}, { recurring: { ...monthly, interval: 'year' } })
  expect(summarize(subscription([item(), yearly]))).toMatchObject({
    amountMinor: null,
    interval: null,
    intervalCount: null,
  })
})

const packages = (round: string) => ({ transform_quantity: { divide_by: 100, round } })
const added = [{ inclusive: false }]
const taxed = { automatic_tax: { enabled: true } }

test.each<[string, number | null, ItemLike, Partial<SubscriptionLike>?]>([
  ['tiers', null, item({}, { unit_amount: null })],
  ['usage', null, item({ quantity: undefined })],
  ['usage with a quantity', null, item({}, { recurring: { ...monthly, usage_type: 'metered' } })],
  ['nothing', 0, item({}, { unit_amount: 0 })],
  ['packages begun', 3600, item({ quantity: 250 }, packages('up'))],
  ['packages that are full', 2400, item({ quantity: 250 }, packages('down'))],
  ['another currency', null, item({}, { currency: 'usd' })],
  ['a discount', null, item(), { discounts: ['di_1'] }],
  ['a discount of the item', null, item({ discounts: ['di_1'] })],
  ['more items than are listed', null, item(), { items: { data: [item()], has_more: true } }],
  ['tax that Stripe adds', null, item({}, { tax_behavior: 'exclusive' }), taxed],
  ['tax that Stripe may add', null, item(), taxed],
  ['tax in the price', 1200, item({}, { tax_behavior: 'inclusive' }), taxed],
  ['a rate that is added', null, item(), { default_tax_rates: added }],
  [
    'a rate of the item',
    1200,
    item({ tax_rates: [{ inclusive: true }] }),
    { default_tax_rates: added },
  ],
])('a price with %s: %j', (_name, amount, one, more = {}) => {
  expect(summarize(subscription([one], more)).amountMinor).toBe(amount)
})

test("a customer's discount leaves no amount", () => {
  expect(summarize(subscription(), { hasDiscount: true }).amountMinor).toBeNull()
})

test.each<[number | null, ItemLike[]]>([
  [25, [item({ quantity: 25 })]],
  [null, [item({ quantity: 25 }), item()]],
  [null, [item({ quantity: undefined })]],
])('the quantity is %j', (quantity, items) => {
  expect(summarize(subscription(items)).quantity).toBe(quantity)
})

test('no items at all are no fault', () => {
  expect(summarize(subscription([]))).toMatchObject({
    product: null,
    items: 0,
    amountMinor: null,
    renewsAt: null,
  })
})

const periodEnd = '2027-01-15T08:00:00.000Z'
test.each<[string, Partial<SubscriptionLike>, string, string | null]>([
  ['after terms to come', { cancel_at: 1_900_000_000 }, '2030-03-17T17:46:40.000Z', periodEnd],
  ['with this period, by date', { cancel_at: 1_800_000_000 }, periodEnd, null],
  ['with this period', { cancel_at_period_end: true }, periodEnd, null],
])('it ends %s', (_name, more, endsAt, renewsAt) => {
  expect(summarize(subscription([item()], more))).toMatchObject({ endsAt, renewsAt })
})

test.each([
  [null, false, null],
  [{ resumes_at: null }, true, null],
  [{ resumes_at: 1_800_000_000 }, true, periodEnd],
])('payments paused %j', (pause_collection, paused, pausedUntil) => {
  const summary = summarize(subscription([item()], { pause_collection }))
  expect(summary).toMatchObject({ status: 'active', paused, pausedUntil })
})

const card = (last4: string) => {
  const details = { brand: 'visa', last4, exp_month: 3, exp_year: 2027 }
  return { id: `pm_${last4}`, object: 'payment_method', type: 'card', card: details }
}
const visa = (last4: string) => ({ kind: 'visa', last4, expires: '2027-03' })
const sepa = { last4: '3000' }
const debit = { id: 'pm_d', object: 'payment_method', type: 'sepa_debit', sepa_debit: sepa }
const oldCard = {
  id: 'card_1',
  object: 'card',
  brand: 'American Express',
  last4: '0005',
  exp_month: 12,
  exp_year: 2030,
}
const paypal = { id: 'pm_p', object: 'payment_method', type: 'paypal', paypal: {} }

test.each<[string, Partial<SubscriptionLike>, Partial<CustomerTerms>, object | null, boolean]>([
  [
    'its own',
    { default_payment_method: card('1111') },
    { paymentMethod: card('2222') },
    visa('1111'),
    true,
  ],
  [
    'its own source',
    { default_source: oldCard },
    { paymentMethod: card('2222') },
    { kind: 'amex', last4: '0005', expires: '2030-12' },
    true,
  ],
  [
    "its customer's",
    {},
    { paymentMethod: debit, source: oldCard },
    { kind: 'sepa_debit', last4: '3000', expires: null },
    false,
  ],
  [
    "its customer's source",
    {},
    { source: oldCard },
    { kind: 'amex', last4: '0005', expires: '2030-12' },
    false,
  ],
  [
    'one without a number',
    {},
    { paymentMethod: paypal },
    { kind: 'paypal', last4: null, expires: null },
    false,
  ],
  [
    'one that the key may not see',
    { default_payment_method: 'pm_1' },
    { paymentMethod: card('2222') },
    null,
    true,
  ],
  [
    'none: its invoices are sent',
    { collection_method: 'send_invoice', default_payment_method: card('1111') },
    {},
    null,
    false,
  ],
])('it is charged to %s', (_name, more, terms, paymentMethod, hasOwnPaymentMethod) => {
  const summary = summarize(subscription([item()], more), terms)
  expect(summary).toMatchObject({ paymentMethod, hasOwnPaymentMethod })
})

const at = 1_800_000_000
const invoice = (more: Partial<InvoiceLike>): InvoiceLike => ({
  status: 'open',
  currency: 'eur',
  amount_paid: 0,
  amount_remaining: 2900,
  collection_method: 'charge_automatically',
  automatically_finalizes_at: null,
  next_payment_attempt: null,
  due_date: null,
  hosted_invoice_url: 'https://invoice.stripe.com/i/1',
  status_transitions: { paid_at: null },
  ...more,
})
const open = { amountMinor: 2900, currency: 'eur', url: 'https://invoice.stripe.com/i/1' }
const paid = { status: 'paid', amount_remaining: 0, status_transitions: { paid_at: at } }
const money = { amountMinor: 2900, currency: 'eur', at: periodEnd }
const sent = { collection_method: 'send_invoice' }
const nothing = { openInvoice: null, lastPaid: null, nextPayment: null }

test.each<[string, Partial<SubscriptionLike>, Partial<InvoiceLike>, object]>([
  ['paid', {}, { ...paid, amount_paid: 2900 }, { lastPaid: money }],
  ['for nothing', { status: 'trialing' }, paid, {}],
  [
    'overdue',
    { status: 'past_due' },
    { next_payment_attempt: at },
    { openInvoice: open, nextPayment: money },
  ],
  ['overdue, but paid here', { status: 'past_due' }, { amount_remaining: 0 }, {}],
  ['given up', { status: 'unpaid' }, {}, { openInvoice: open }],
  ['the first one', { status: 'incomplete' }, {}, { openInvoice: open }],
  ['open while a debit is on its way', {}, {}, {}],
  ['sent', sent, { ...sent, due_date: at }, { openInvoice: open, nextPayment: money }],
  ['without a page', sent, { ...sent, hosted_invoice_url: null }, {}],
  ['a draft', {}, { status: 'draft', automatically_finalizes_at: at }, { nextPayment: money }],
  [
    'a draft that waits for somebody',
    { status: 'unpaid' },
    { status: 'draft', auto_advance: false, automatically_finalizes_at: at },
    {},
  ],
  [
    'a draft in a pause',
    { pause_collection: { resumes_at: null } },
    { status: 'draft', automatically_finalizes_at: at },
    {},
  ],
  ['void', { status: 'past_due' }, { status: 'void' }, {}],
])('an invoice that is %s', (_name, more, latest, expected) => {
  const summary = summarize(subscription([item()], { ...more, latest_invoice: invoice(latest) }))
  expect(summary).toMatchObject({ ...nothing, ...expected })
})

test('product ids become names, and unknown ones nothing', () => {
  const names = new Map([[productOf({ product: 'prod_basic' }), 'Basic']])
  const named = [item(), item({}, { product: 'prod_gone' })].map((one) =>
    toSummary(summarize(subscription([one])), names),
  )
  expect(named.map(({ product }) => product)).toEqual(['Basic', null])
})
