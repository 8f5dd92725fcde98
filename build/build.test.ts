import { expect, test } from 'vitest'
import { variables } from '../server/needs.ts'
import { headersFile, pageHeaders } from './headers.ts'
import { readPublicSettings } from './public-settings.ts'

const supabaseUrl = 'https://ref.supabase.co'
const key = (name: string) => `sb_publishable_${name}`
const legacyKey = (role: string) =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ role })).toString('base64url')}.c2ln`
const sources = { supabaseUrl, turnstileSiteKey: '', logo: null }

test.each([
  ['our own files and Supabase', {}, `connect-src 'self' ${supabaseUrl};`],
  ['a page that is not set up', { supabaseUrl: '' }, "connect-src 'self';"],
  ['a logo of our own', { logo: './logo.svg' }, "img-src 'self' data:;"],
  ['a logo from elsewhere', { logo: 'https://cdn.example/logo.svg' }, 'https://cdn.example;'],
])('the policy fits %s, and allows nothing unsafe', (_what, change, expected) => {
  const policy = pageHeaders({ ...sources, ...change })['Content-Security-Policy']
  expect(policy).toContain(expected)
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'")
  expect(policy).not.toContain('unsafe')
})

test('a captcha is allowed its script and its frame, and strings as code are only reported', () => {
  const headers = pageHeaders({ ...sources, turnstileSiteKey: '1x00000000000000000000AA' })
  const policy = headers['Content-Security-Policy']
  expect(policy).toContain("script-src 'self' https://challenges.cloudflare.com;")
  expect(policy).toContain('frame-src https://challenges.cloudflare.com;')
  expect(policy).not.toMatch(/unsafe|trusted-types/)
  expect(headers['Content-Security-Policy-Report-Only']).toBe(
    "require-trusted-types-for 'script'; trusted-types 'none'",
  )
})

test('only script files are open to other origins', () => {
  const [all = '', ...rules] = headersFile(sources).split('\n\n')
  expect(all).toMatch(/^\/\*\n {2}Content-Security-Policy: /)
  // No path meets two rules that set one header: Netlify would join the values, and no browser knows the result.
  expect(all).not.toMatch(/Access-Control|Cross-Origin-Resource/)
  const open = rules.filter((rule) => rule.includes('Access-Control-Allow-Origin: *'))
  expect(open.map((rule) => rule.split('\n')[0])).toEqual([
    '/manage-billing.js',
    '/buy-plans.js',
    '/shop-cart.js',
    '/assets/*',
  ])
  for (const rule of rules) {
    const policy = open.includes(rule) ? 'cross-origin' : 'same-origin'
    expect(rule).toContain(`Cross-Origin-Resource-Policy: ${policy}`)
  }
  for (const path of ['/', '/index.html', '/en.html', '/ar.html', '/plans', '/plans-ja.html'])
    expect(rules).toContain(`${path}\n  Cross-Origin-Resource-Policy: same-origin`)
})

test.each([
  [{ SUPABASE_URL: `${supabaseUrl}/` }, { supabaseUrl }],
  [{ SUPABASE_DATABASE_URL: supabaseUrl }, { supabaseUrl }],
  [{ SUPABASE_DATABASE_URL: 'postgres://u:p@host/db' }, { supabaseUrl: '' }],
  [{ SUPABASE_URL: ' ', SUPABASE_DATABASE_URL: ` ${supabaseUrl}/ ` }, { supabaseUrl }],
  [
    { SUPABASE_ANON_KEY: key('old'), SUPABASE_PUBLISHABLE_KEY: key('new') },
    { publishableKey: key('new') },
  ],
  [{ SUPABASE_ANON_KEY: key('old') }, { publishableKey: key('old') }],
  [{ SUPABASE_ANON_KEY: ` ${legacyKey('anon')}\n` }, { publishableKey: legacyKey('anon') }],
  [{ URL: 'https://a.netlify.app' }, { frontendUrl: 'https://a.netlify.app' }],
  [
    { URL: 'https://a.netlify.app', FRONTEND_URL: 'https://pay.example' },
    { frontendUrl: 'https://pay.example' },
  ],
  [
    { TURNSTILE_SITE_KEY: '1x00000000000000000000AA' },
    { turnstileSiteKey: '1x00000000000000000000AA' },
  ],
  [{}, { unseen: ['SUPABASE_SECRET_KEY', 'STRIPE_API_KEY'] }],
  [{ SUPABASE_SERVICE_ROLE_KEY: 'old' }, { unseen: ['STRIPE_API_KEY'] }],
  [{ SUPABASE_SECRET_KEY: 'kept', STRIPE_SECRET_KEY: 'kept' }, { unseen: [] }],
  [{ VITE_SUPABASE_URL: supabaseUrl }, { supabaseUrl: '', publishableKey: '', frontendUrl: '' }],
])('of %j the page learns %j', (env, expected) => {
  expect(readPublicSettings(env)).toMatchObject(expected)
})

test('what only the server may know gets no further than its name', () => {
  const kept = {
    SUPABASE_SECRET_KEY: 'kept-1',
    STRIPE_API_KEY: 'kept-2',
    STRIPE_WEBHOOK_SECRET: 'kept-3',
  }
  expect(JSON.stringify(readPublicSettings(kept))).not.toContain('kept')
})

const tail = 'Planted0123456789abcdefghijklmnop'
const secrets = {
  "Stripe's secret key": `sk_live_${tail}`,
  "Stripe's restricted key": `rk_live_${tail}`,
  "the webhook's secret": `whsec_${tail}`,
  "Supabase's secret key": `sb_secret_${tail}`,
  "Supabase's legacy secret key": legacyKey('service_role'),
  'an access token of Supabase': `sbp_${tail}`,
  'a legacy JWT secret': Buffer.from(tail).toString('base64'),
  'a connection string': `postgresql://postgres:${tail}@db.ref.supabase.co:5432/postgres`,
  "Turnstile's secret key": `0x4AAAAAAA${tail.slice(0, 25)}`,
  'a password': `${tail}#$!`,
}
const slots = ['SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY', 'TURNSTILE_SITE_KEY', 'FRONTEND_URL']
const others = ['SUPABASE_ANON_KEY', 'URL']
const holders = [
  ['whose user name is', (secret: string) => `https://${secret}@pay.example`],
  ['whose password is', (secret: string) => `https://postgres:${secret}@pay.example/`],
  ['whose query has', (secret: string) => `https://pay.example/?key=${secret}`],
  ['whose fragment has', (secret: string) => `https://pay.example/#${secret}`],
] as const

/** The build stops, names the variable, and prints nothing of the value. */
function expectStop(name: string, value: string): void {
  for (const text of [value, ` ${value}`, `${value}\n`, `\t${value} `]) {
    const build = () => readPublicSettings({ [name]: text })
    expect(build, text).toThrow(new RegExp(`^"${name}" must be .*if it held a secret, rotate`))
    expect(build, text).not.toThrow(new RegExp(`${tail.slice(0, 10)}|postgres|eyJ`))
  }
}

test.each(Object.entries(secrets))('%s is published under no name', (_what, secret) => {
  for (const name of [...slots, ...others]) expectStop(name, secret)
})

test.each(holders)('an address %s a secret is not published', (_what, hold) => {
  for (const secret of [tail, secrets["Supabase's secret key"]])
    for (const name of ['SUPABASE_URL', 'FRONTEND_URL', 'URL']) expectStop(name, hold(secret))
})

test('every variable that holds something else is named at once', () => {
  const env = Object.fromEntries(slots.map((name) => [name, secrets['a password']]))
  expect(() => readPublicSettings(env)).toThrow(
    new RegExp(slots.map((name) => `"${name}"`).join('[^]*')),
  )
})

test('all that is published has its one form, and nothing else does', () => {
  const names = variables.filter(({ isPublished }) => isPublished).map(({ name }) => name)
  expect(names.sort()).toEqual(slots.toSorted())
})
