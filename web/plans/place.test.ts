import { expect, test } from 'vitest'
import { findAccount, findBillingUrl, findProduct, returnFor } from './place.ts'

const account = '0f8fad5b-d9cb-469f-a165-70867728950e'
const at = (locationUrl: string, attributes: Record<string, string> = {}) => ({
  standalone: true,
  attribute: (name: string) => attributes[name] ?? null,
  locationUrl,
})

test('our own page is told the account by its address, another by the attribute', () => {
  const address = `https://pay.example/plans?for=${account}`
  expect(findAccount(at(address))).toBe(account)
  expect(findAccount(at(address.toUpperCase().replace('FOR', 'for')))).toBe(account)
  expect(findAccount({ ...at(address), standalone: false })).toBeNull()
  const told = at('https://shop.example/', { for: account })
  expect(findAccount({ ...told, standalone: false })).toBe(account)
})

test.each(['', 'ada@example.com', 'acct_1', `${account}0`, `<b>${account}`])(
  '%j is no account',
  (named) => {
    const query = String(new URLSearchParams({ for: named }))
    expect(findAccount(at(`https://pay.example/plans?${query}`))).toBeNull()
  },
)

test('one product is shown where our own page’s address names it', () => {
  const address = 'https://pay.example/plans?product=prod_1'
  expect(findProduct(at(address))).toBe('prod_1')
  expect(findProduct({ ...at(address), standalone: false })).toBeNull()
  expect(findProduct(at('https://pay.example/plans'))).toBeNull()
})

test('whoever comes back without paying still buys for the account', () => {
  expect(returnFor('https://pay.example/plans?lang=de', account)).toBe(
    `https://pay.example/plans?lang=de&for=${account}`,
  )
  expect(returnFor('https://pay.example/plans', null)).toBe('https://pay.example/plans')
  expect(returnFor(null, account)).toBeNull()
})

test.each([
  ['/plans', true, 'https://pay.example/'],
  ['/plans/?for=x', true, 'https://pay.example/'],
  ['/plans?lang=ja', true, 'https://pay.example/?lang=ja'],
  ['/plans?lang=ja', false, 'https://billing.example/'],
])('from %s (our own page: %s) the way to billing leads to %s', (path, standalone, expected) => {
  const place = { ...at(`https://pay.example${path}`), standalone }
  const scriptUrl = 'https://pay.example/buy-plans.js'
  const frontendUrl = 'https://billing.example/'
  expect(findBillingUrl({ ...place, scriptUrl, frontendUrl })).toBe(expected)
})
