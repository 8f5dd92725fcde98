import { expect, test } from 'vitest'
import type { PortalLink, SubscriptionSummary } from '#server/contract/links.ts'
import { someLink, someSubscription } from '#tests/page/some-link.ts'
import { actionsOf, parseIntent } from './actions.ts'

const pro = someSubscription()
const linkWith = (...subscriptions: SubscriptionSummary[]) => someLink({ subscriptions })

function kindsOf(link: PortalLink, intent: Parameters<typeof actionsOf>[1]) {
  return actionsOf(link, intent).map(({ kind }) => kind)
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

test.each(['past_due', 'unpaid'])('what fixes an overdue payment comes first: %s', (status) => {
  expect(kindsOf(linkWith(pro, { ...pro, id: 'sub_2', status }), null)[0]).toBe('card')
  expect(kindsOf(linkWith({ ...pro, status }), 'invoices')[0]).toBe('invoices')
})

test('a customer without a subscription has nothing to cancel or change', () => {
  expect(kindsOf(linkWith(), 'cancel')).toEqual(['manage', 'card', 'invoices'])
})

test('a subscription that already ends can be changed, not canceled again', () => {
  expect(kindsOf(linkWith({ ...pro, endsAt: '2027-01-01T00:00:00Z' }), null)).not.toContain(
    'cancel',
  )
})

test('each of several subscriptions has its own button beside it', () => {
  const cancels = actionsOf(linkWith(pro, { ...pro, id: 'sub_2' }), null).filter(
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
