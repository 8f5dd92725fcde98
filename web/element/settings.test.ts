import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'
import type { Surroundings } from './settings.ts'

const built = {
  supabaseUrl: 'https://ref.supabase.co',
  publishableKey: 'sb_publishable_1',
  frontendUrl: 'https://pay.example/',
  turnstileSiteKey: '',
  unseen: [],
}

function around(attributes: Record<string, string>, locationUrl: string): Surroundings {
  return {
    built,
    attribute: (name) => attributes[name] ?? null,
    scriptUrl: 'https://pay.example/manage-billing.js',
    locationUrl,
    brandLanguage: null,
    browserLanguages: ['en-GB'],
  }
}

test('the standalone page reads its address bar', () => {
  const url = 'https://pay.example/?email=ada%40example.com&intent=cancel&lang=de'
  const settings = readSettings(around({ standalone: '' }, url))
  expect(settings).toMatchObject({
    email: 'ada@example.com',
    intent: 'cancel',
    wanted: ['de', 'en-GB'],
  })
  expect(settings.pageUrl).toBe('https://pay.example/')
  expect(settings.returnUrl).toBe('https://pay.example/?lang=de')
})

test.each([
  ['?lang=de&code=PKCE-AUTH-CODE', '?lang=de'],
  ['?error=a&error_code=b&error_description=c&utm_source=email', ''],
])('the standalone page tells Stripe the language and nothing else of %s', (query, expected) => {
  const { returnUrl } = readSettings(around({ standalone: '' }, `https://pay.example/${query}`))
  expect(returnUrl).toBe(`https://pay.example/${expected}`)
})

test('an embedded element reads its attributes and leaves the address bar to its host', () => {
  const url =
    'https://shop.example/account?email=x%40example.com&intent=cancel&tab=2&code=x&error_code=y#here'
  const settings = readSettings(around({ email: 'ada@example.com', intent: 'card' }, url))
  expect(settings).toMatchObject({ email: 'ada@example.com', intent: 'card', standalone: false })
  expect(settings.returnUrl).toBe('https://shop.example/account?tab=2')
})

test('the doors and the links in emails stay at home when the element is embedded', () => {
  const settings = readSettings(around({}, 'https://shop.example/account'))
  expect(settings.gateway).toBe('https://pay.example')
  expect(settings.pageUrl).toBe('https://pay.example/')
})

test('attributes win over built values', () => {
  const attributes = {
    gateway: 'https://api.example',
    'supabase-url': 'https://own.example/',
    'publishable-key': 'k',
  }
  const settings = readSettings(around(attributes, 'https://shop.example/'))
  expect(settings.gateway).toBe('https://api.example')
  expect(settings).toMatchObject({
    supabaseUrl: 'https://own.example',
    publishableKey: 'k',
    missing: [],
  })
})

test('a preview away from home names no return address', () => {
  const settings = readSettings(around({ standalone: '' }, 'https://preview--pay.example/'))
  expect(settings.returnUrl).toBeNull()
})

test('what is missing is named', () => {
  const empty = { ...built, supabaseUrl: '', publishableKey: '', unseen: ['STRIPE_API_KEY'] }
  const settings = readSettings({
    ...around({ standalone: '' }, 'https://pay.example/'),
    built: empty,
  })
  expect(settings).toMatchObject({
    missing: ['SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY'],
    unseen: ['STRIPE_API_KEY'],
  })
})
