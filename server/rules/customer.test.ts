import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Customer } from './customer.ts'
import { compareCustomers, isUnderAddress } from './customer.ts'
import { foldAddress } from './fold-address.ts'
import { chooseSpellings } from './links/choose-spellings.ts'
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
})

test('running subscriptions come first, then the newest', () => {
  const customers = [
    customer('cus_old', 1),
    customer('cus_unfinished', 5, 'incomplete'),
    customer('cus_active_old', 2, 'active'),
    customer('cus_past_due', 3, 'past_due'),
    customer('cus_new', 9),
  ]
  expect(customers.sort(compareCustomers).map(({ id }) => id)).toEqual([
    'cus_past_due',
    'cus_active_old',
    'cus_new',
    'cus_unfinished',
    'cus_old',
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

test('however many spellings were planted, Stripe is asked a bounded number of questions', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 300 }), (emails) => {
      const rows = emails.map((email, place) => ({ id: `cus_${place}` as CustomerId, email }))
      const { spellings, ids } = chooseSpellings(foldAddress('ada@example.com'), rows)
      expect(spellings[0]).toBe('ada@example.com')
      expect(spellings.length).toBeLessThanOrEqual(3)
      expect(ids.length).toBeLessThanOrEqual(20)
      const asked = rows.filter((row) => spellings.includes(row.email) || ids.includes(row.id))
      expect(asked.length).toBeGreaterThanOrEqual(Math.min(rows.length, 20))
    }),
  )
})

test('the spellings that most rows bear are listed, the rest asked for by id', () => {
  const rows = ['A@x.y', 'B@x.y', 'B@x.y', 'C@x.y', 'C@x.y', 'a@x.y'].map((email, place) => ({
    id: `cus_${place}` as CustomerId,
    email,
  }))
  expect(chooseSpellings(foldAddress('a@x.y'), rows)).toEqual({
    spellings: ['a@x.y', 'B@x.y', 'C@x.y'],
    ids: ['cus_0'],
  })
})
