import { without } from '../shop/ready-shop.ts'
import type { Cases } from './case.ts'

const required = [
  'SUPABASE_URL',
  'SUPABASE_PUBLISHABLE_KEY',
  'SUPABASE_SECRET_KEY',
  'STRIPE_API_KEY',
]

export const variablesCases: Cases = {
  variables: [
    {
      what: 'a missing key or address',
      fault: required.map((name) => new RegExp(`"${name}" is not set`)),
      remedy: /Supabase: Project Settings|Stripe: Developers > API keys/,
      env: without(...required),
    },
    {
      what: 'a missing webhook secret',
      fault: /"STRIPE_WEBHOOK_SECRET" is not set/,
      env: without('STRIPE_WEBHOOK_SECRET'),
    },
    {
      what: 'a Stripe key of another form',
      fault: /"STRIPE_API_KEY" must be a restricted or secret key/,
      remedy: /Create restricted key/,
      env: { STRIPE_API_KEY: 'pk_test_published' },
    },
    {
      what: 'an optional variable of another form',
      fault: /"SIGN_IN_MAX_AGE_SECONDS" must be a number/,
      remedy: /leave it out/,
      env: { SIGN_IN_MAX_AGE_SECONDS: 'an hour' },
    },
    {
      what: 'a page without TLS',
      fault: /"FRONTEND_URL" begins with http:/,
      remedy: /https/,
      env: { FRONTEND_URL: 'http://billing.example.net/' },
    },
  ],
}
