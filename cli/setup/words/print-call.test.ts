import { expect, test } from 'vitest'
import { printCall } from './print-call.ts'

test('a call is printed as it is sent, except for its secret fields', () => {
  const text = printCall(
    {},
    {
      service: 'netlify',
      method: 'POST',
      path: '/api/v1/accounts/shop/env?site_id=1',
      body: [
        {
          key: 'STRIPE_API_KEY',
          is_secret: true,
          values: [{ context: 'production', value: 'planted' }],
        },
      ],
      secretFields: ['value'],
    },
  )
  expect(text).toMatch(
    /^POST https:\/\/api\.netlify\.com\/api\/v1\/accounts\/shop\/env\?site_id=1\n/,
  )
  expect(text).toContain('"key": "STRIPE_API_KEY"')
  expect(text).toContain('"context": "production"')
  expect(text).toContain('"value": "(secret)"')
  expect(text).not.toContain('planted')
})

test.each([
  'sk_live_planted',
  'rk_test_planted',
  'whsec_planted',
  'sb_secret_planted',
  'sbp_planted',
])('a secret outside the secret fields (%s) is masked by its form', (secret) => {
  const body = { note: `it is ${secret}, see` }
  const text = printCall({}, { service: 'supabase', method: 'PATCH', path: '/v1/x', body })
  expect(text).toContain('it is (secret), see')
  expect(text).not.toContain('planted')
})

test('SQL keeps its lines', () => {
  const body = { query: 'begin;\ncommit;' }
  const text = printCall({}, { service: 'supabase', method: 'POST', path: '/v1/q', body })
  expect(text).toContain('"begin;\ncommit;"')
})

test('a call without a body is printed as one line', () => {
  const text = printCall(
    {},
    { service: 'stripe', method: 'DELETE', path: '/v1/webhook_endpoints/we_1' },
  )
  expect(text).toBe('DELETE https://api.stripe.com/v1/webhook_endpoints/we_1')
})
