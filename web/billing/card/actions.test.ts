import { expect, test } from 'vitest'
import type { PortalLink, SubscriptionSummary } from '#server/contract/links.ts'
import { someLink, someSubscription } from '#tests/page/some-link.ts'
import { actionsOf, parseIntent } from './actions.ts'

const pro = someSubscription()
const isPayable = (url: string) => url.startsWith('https://invoice.stripe.com/')
const linkWith = (...subscriptions: SubscriptionSummary[]) => someLink({ subscriptions })

function kindsOf(link: PortalLink, intent: Parameters<typeof actionsOf>[1]) {
  return actionsOf(link, intent, isPayable).map(({ kind }) => kind)
}

test('without an intent the portal comes first', () => {
  expect(kindsOf(linkWith(pro), null)).toEqual(['manage', 'card', 'plan', 'invoices', 'cancel'])
})

test.each(['card', 'cancel', 'invoices', 'plan'] as const)(
  'the intent "%s" comes first, nothing is lost',
  (intent) => {
    const kinds = kindsOf(linkWith(pro), intent)
    expect(kinds[0]).toBe(intent)
    expect(kinds.toSorted()).toEqual(['cancel', 'card', 'invoices', 'manage', 'plan'])
  },
)

test.each([
  ['past_due', 'card'],
  ['unpaid', 'invoices'],
])('what fixes an overdue payment comes first: %s, %s', (status, first) => {
  expect(kindsOf(linkWith(pro, { ...pro, id: 'sub_2', status }), null)[0]).toBe(first)
  expect(kindsOf(linkWith({ ...pro, status }), 'cancel')[0]).toBe('cancel')
  const link = someLink({ subscriptions: [{ ...pro, status }], allows: [] })
  expect(kindsOf(link, null)).toEqual(['manage'])
})

const open = (url: string) => ({ openInvoice: { amountMinor: 2900, currency: 'eur', url } })
const owed = open('https://invoice.stripe.com/i/1')

test.each([
  ['comes first', { status: 'past_due', ...owed }, 'pay'],
  ['comes first, in an invoice by email', owed, 'pay'],
  ['leads nowhere but to Stripe', { status: 'past_due', ...open('https://evil.example/') }, 'card'],
])('what is owed %s', (_case, more, first) => {
  expect(kindsOf(linkWith({ ...pro, ...more }), null)[0]).toBe(first)
})

test.each([
  [['cancel'], ['manage', 'cancel']],
  [['plan'], ['manage', 'plan']],
  [['payment_method'], ['manage', 'card']],
  [['invoices'], ['manage', 'invoices']],
] as const)('a portal that allows only %j offers only %j', (allows, kinds) => {
  expect(kindsOf(someLink({ subscriptions: [pro], allows: [...allows] }), null)).toEqual(kinds)
})

test("the customer's default is changed where it counts, else the portal's front page is the place", () => {
  const own = { ...pro, hasOwnPaymentMethod: true }
  const flowOf = (...subscriptions: SubscriptionSummary[]) =>
    actionsOf(linkWith(...subscriptions), null, isPayable).find(({ kind }) => kind === 'card')?.flow
  expect([flowOf(own, own), flowOf(own, pro), flowOf()]).toEqual([
    null,
    'payment_method_update',
    'payment_method_update',
  ])
})

test('unknown subscriptions offer nothing about one', () => {
  expect(kindsOf(someLink({ subscriptions: null }), null)).toEqual(['manage', 'card', 'invoices'])
})

test('a customer without a subscription has nothing to cancel or change', () => {
  expect(kindsOf(linkWith(), 'cancel')).toEqual(['manage', 'card', 'invoices'])
})

test('a subscription that is canceled can be kept, a term that the shop set can be left', () => {
  const endsAt = '2027-01-15T08:00:00Z'
  const canceled = kindsOf(linkWith({ ...pro, endsAt, renewsAt: null }), null)
  expect(canceled).toEqual(['manage', 'card', 'plan', 'invoices', 'keep'])
  expect(kindsOf(linkWith({ ...pro, endsAt: '2028-01-15T08:00:00Z' }), null)).toContain('cancel')
})

test.each([{ items: 2 }, { quantity: null }, { status: 'unpaid' }])(
  '%j has no other plan',
  (more) => {
    expect(kindsOf(linkWith({ ...pro, ...more }), null)).not.toContain('plan')
  },
)

test('each of several subscriptions has its own button beside it', () => {
  const cancels = actionsOf(linkWith(pro, { ...pro, id: 'sub_2' }), null, isPayable).filter(
    ({ kind }) => kind === 'cancel',
  )
  expect(cancels.map(({ subscription }) => subscription?.id)).toEqual(['sub_pro', 'sub_2'])
  expect(cancels.every(({ among, flow }) => among && flow === 'subscription_cancel')).toBe(true)
})

test.each([
  ['cancel', 'cancel'],
  ['delete', null],
  ['', null],
  [null, null],
])('the intent %j is read as %j', (value, expected) => {
  expect(parseIntent(value)).toBe(expected)
})
