import { expect, test } from 'vitest'
import { headersFile, pageHeaders } from './headers.ts'
import { readPublicSettings } from './public-settings.ts'

const supabaseUrl = 'https://ref.supabase.co'
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
  const [page, script, assets] = headersFile(sources).split('\n\n')
  expect(page).toMatch(/^\/\*\n {2}Content-Security-Policy: /)
  expect(page).not.toContain('Access-Control')
  expect(script).toMatch(/^\/manage-billing\.js\n {2}Access-Control-Allow-Origin: \*$/)
  expect(assets).toMatch(/^\/assets\/\*\n/)
})

test.each([
  [{ SUPABASE_URL: `${supabaseUrl}/` }, { supabaseUrl }],
  [{ SUPABASE_DATABASE_URL: supabaseUrl }, { supabaseUrl }],
  [{ SUPABASE_DATABASE_URL: 'postgres://u:p@host/db' }, { supabaseUrl: '' }],
  [{ SUPABASE_ANON_KEY: 'old', SUPABASE_PUBLISHABLE_KEY: 'new' }, { publishableKey: 'new' }],
  [{ SUPABASE_ANON_KEY: 'old' }, { publishableKey: 'old' }],
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

const legacySecret = `e30.${Buffer.from('{"role":"service_role"}').toString('base64url')}.sig`

test.each(['sb_secret_abc', legacySecret])('a secret key never gets into the page: %s', (key) => {
  expect(() => readPublicSettings({ SUPABASE_PUBLISHABLE_KEY: key })).toThrow(/secret key/)
})

test("Turnstile's secret key never gets into the page", () => {
  const env = { TURNSTILE_SITE_KEY: '1x0000000000000000000000000000000AA' }
  expect(() => readPublicSettings(env)).toThrow(/secret key/)
})
