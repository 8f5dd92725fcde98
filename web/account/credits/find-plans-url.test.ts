import { expect, test } from 'vitest'
import { findPlansUrl } from './find-plans-url.ts'

const account = '0b1f9a52-6c7f-4a0e-9a3d-0d5f2c1b7f3c'

test.each([
  [true, 'https://pay.example/', 'https://pay.example/?lang=fr', '/plans?lang=fr&for='],
  [true, 'https://pay.example/index.html', 'https://pay.example/index.html', '/plans?for='],
  // The address of another site's page says nothing to us.
  [false, 'https://pay.example/', 'https://shop.example/?lang=fr', '/plans?for='],
  [false, 'https://pay.example/sub', 'https://shop.example/', '/sub/plans?for='],
])('our own page: %s, at %s, seen at %s, leads to %s', (standalone, pageUrl, here, expected) => {
  const url = findPlansUrl({ standalone, pageUrl }, here, account)
  expect(url).toBe(`https://pay.example${expected}${account}`)
})
