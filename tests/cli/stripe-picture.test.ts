import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { fetchPicture } from '../../cli/services/stripe-business.ts'

test.each([
  ['https://files.stripe.com.evil.example/v1/files/file_1/contents'],
  ['http://files.stripe.com/v1/files/file_1/contents'],
  ['http://127.0.0.1:1/v1/files/file_1/contents'],
  [null],
])('the key goes to no host but that of files: %s', async (url) => {
  const file = { url } as Stripe.File
  expect(await fetchPicture(file, { apiKey: 'sk_test_1', env: {} as never })).toBeNull()
})
