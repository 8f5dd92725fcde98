import { expect, test } from 'vitest'
import type { Customer } from './customer.ts'
import { compareCustomers, isUnderAddress } from './customer.ts'
import { foldAddress } from './fold-address.ts'
import type { CustomerId } from './proved.ts'
import { isCustomerId } from './proved.ts'
import type { Subscription } from './subscription/summarize-subscription.ts'

const customer = (id: string, created: number, ...statuses: string[]): Customer => ({
  id: id as CustomerId,
  email: 'Ada@Example.com',
  name: null,
  livemode: false,
  created,
  subscriptions: statuses.map((status) => ({ status }) as Subscription),
  hasMoreSubscriptions: false,
})

test('subscriptions in good standing come first, then the oldest; an overdue payment moves nothing', () => {
  const customers = [
    customer('cus_planted', 9, 'past_due'),
    customer('cus_unpaid', 8, 'unpaid'),
    customer('cus_old', 1),
    customer('cus_trial', 7, 'trialing'),
    customer('cus_active', 2, 'past_due', 'active'),
    customer('cus_late', 3, 'past_due'),
  ]
  expect(customers.sort(compareCustomers).map(({ id }) => id)).toEqual([
    'cus_active',
    'cus_trial',
    'cus_old',
    'cus_late',
    'cus_unpaid',
    'cus_planted',
  ])
})

test('only cus_ ids are customers', () => {
  for (const id of ['cus_1', 'cus_my-shop_1', 'cus_a.b+c@example.com'])
    expect(isCustomerId(id), id).toBe(true)
  const others = ['gcus_1', 'acct_1', 'cus_', 'cus_a/b', 'cus_a?b', 'cus_a,b', 'cus_"', 'cus_%2f']
  for (const id of [
    ...others,
    `cus_${'a'.repeat(252)}`,
    'cus_a\n',
    'cus_ä',
    '',
    1,
    null,
    undefined,
  ])
    expect(isCustomerId(id), String(id)).toBe(false)
})

test('an address is compared by its fold, and null is under no address', () => {
  expect(isUnderAddress(customer('cus_1', 1), foldAddress('ada@example.com'))).toBe(true)
  expect(isUnderAddress(customer('cus_1', 1), foldAddress('eve@example.com'))).toBe(false)
  expect(isUnderAddress({ ...customer('cus_1', 1), email: null }, foldAddress(''))).toBe(false)
})
