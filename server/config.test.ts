import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import type { GatewayError } from './errors.ts'

const good = {
  SUPABASE_URL: 'https://abc.supabase.co/',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  SUPABASE_SECRET_KEY: 'sb_secret_x',
  STRIPE_API_KEY: 'rk_live_x',
  FRONTEND_URL: 'https://pay.example.com/billing',
}
const fault = (env: Record<string, string | undefined>) => {
  try {
    readConfig(env)
  } catch (error) {
    return error as GatewayError
  }
  throw new Error('accepted')
}

test('the five that must be set are enough', () => {
  expect(readConfig(good)).toEqual({
    supabase: {
      url: 'https://abc.supabase.co',
      publishableKey: 'sb_publishable_x',
      secretKey: 'sb_secret_x',
      jwtSecret: null,
      jwtIssuer: 'https://abc.supabase.co/auth/v1',
    },
    stripe: {
      apiKey: 'rk_live_x',
      livemode: true,
      webhookSecrets: [],
      portalConfiguration: null,
      apiBase: null,
    },
    frontendUrl: 'https://pay.example.com/billing',
    origins: ['https://pay.example.com'],
    signInMaxAgeSeconds: 1800,
    texts: new Map(Object.entries(good)),
  })
})

test("the names of Netlify's extension and of older guides are taken too", () => {
  const config = readConfig({
    SUPABASE_DATABASE_URL: 'https://abc.supabase.co',
    SUPABASE_ANON_KEY: ' eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln',
    SUPABASE_SERVICE_ROLE_KEY: 'eyJ.service',
    STRIPE_SECRET_KEY: 'sk_test_x',
    URL: 'https://pay.example.com',
  })
  expect(config.supabase.url).toBe('https://abc.supabase.co')
  expect(config.stripe.livemode).toBe(false)
})

test('the first name wins, and blank is unset', () => {
  const env = {
    ...good,
    STRIPE_SECRET_KEY: 'sk_test_y',
    FRONTEND_URL: ' ',
    URL: 'https://u.example',
  }
  expect(readConfig(env).stripe.apiKey).toBe('rk_live_x')
  expect(readConfig(env).frontendUrl).toBe('https://u.example')
})

test('several webhook secrets and origins are split at commas', () => {
  const config = readConfig({
    ...good,
    STRIPE_WEBHOOK_SECRET: 'whsec_a, whsec_b',
    ALLOWED_ORIGINS: 'https://www.example.com, https://shop.example.com/',
  })
  expect(config.stripe.webhookSecrets).toEqual(['whsec_a', 'whsec_b'])
  expect(config.origins).toEqual([
    'https://pay.example.com',
    'https://www.example.com',
    'https://shop.example.com',
  ])
})

test('with nothing set every missing variable is named at once', () => {
  const { code, message } = fault({})
  expect(code).toBe('config_missing')
  for (const name of Object.keys(good)) expect(message).toContain(`"${name}"`)
})

test.each([
  ['SUPABASE_URL', 'http://abc.supabase.co'],
  ['SUPABASE_URL', 'postgres://db'],
  ['SUPABASE_URL', 'https://postgres:planted@db.supabase.co'],
  ['SUPABASE_URL', 'https://abc.supabase.co/?apikey=planted'],
  ['SUPABASE_PUBLISHABLE_KEY', 'sb_secret_x'],
  ['SUPABASE_PUBLISHABLE_KEY', 'sk_live_x'],
  ['SUPABASE_PUBLISHABLE_KEY', 'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln'],
  ['TURNSTILE_SITE_KEY', '1x0000000000000000000000000000000AA'],
  ['SUPABASE_SECRET_KEY', 'sb_publishable_x'],
  ['STRIPE_API_KEY', 'pk_live_x'],
  ['STRIPE_API_KEY', 'whsec_x'],
  ['STRIPE_WEBHOOK_SECRET', 'sk_test_x'],
  ['STRIPE_PORTAL_CONFIGURATION', 'default'],
  ['STRIPE_API_BASE', 'https://api.stripe.com'],
  ['STRIPE_API_BASE', 'http://127.0.0.1.evil.example'],
  ['FRONTEND_URL', 'pay.example.com'],
  ['FRONTEND_URL', 'https://pay.example.com/whsec_planted'],
  ['ALLOWED_ORIGINS', 'https://www.example.com/shop'],
  ['ALLOWED_ORIGINS', '*'],
  ['SIGN_IN_MAX_AGE_SECONDS', '0'],
  ['SIGN_IN_MAX_AGE_SECONDS', '3601'],
  ['SIGN_IN_MAX_AGE_SECONDS', 'hour'],
])('%s=%s is refused once, by name, and never printed', (name, value) => {
  const { code, message, faults } = fault({ ...good, [name]: value })
  expect(code).toBe('config_missing')
  expect(faults.map(({ variable }) => variable)).toEqual([name])
  expect(message).toContain(`"${name}"`)
  if (value.length > 6) expect(message).not.toContain(value)
})
