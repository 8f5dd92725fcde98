import { expect, test } from 'vitest'
import { brand } from '../../web/brand.ts'
import type { Brand } from '../../web/brand.ts'
import { complaintsAbout, contrastOf } from '../../web/build/contrast.ts'
import { fillFrame } from '../../web/build/frame.ts'
import { headersFile, pageHeaders } from '../../web/build/headers.ts'
import { readPublicSettings } from '../../web/build/public-settings.ts'

const supabaseUrl = 'https://ref.supabase.co'

test('the policy lets in our own files and Supabase, and nothing unsafe', () => {
  const policy = pageHeaders({ supabaseUrl, logo: null })['Content-Security-Policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self' https://ref.supabase.co;")
  expect(policy).toContain("img-src 'self' data:;")
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'")
  expect(policy).not.toContain('unsafe')
})

test('a logo from elsewhere may be shown, one of our own adds nothing', () => {
  const policyOf = (logo: string) => pageHeaders({ supabaseUrl, logo })['Content-Security-Policy']
  expect(policyOf('https://cdn.example/logo.svg')).toContain(
    "img-src 'self' data: https://cdn.example;",
  )
  expect(policyOf('./logo.svg')).toContain("img-src 'self' data:;")
})

test('a page that is not set up still has its policy', () => {
  const policy = pageHeaders({ supabaseUrl: '', logo: null })['Content-Security-Policy']
  expect(policy).toContain("connect-src 'self';")
})

test('only script files are open to other origins', () => {
  const [page, script, assets] = headersFile({ supabaseUrl, logo: null }).split('\n\n')
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
  [{ VITE_SUPABASE_URL: supabaseUrl }, { supabaseUrl: '', publishableKey: '', frontendUrl: '' }],
])('of %j the page learns %j', (env, expected) => {
  expect(readPublicSettings(env)).toMatchObject(expected)
})

const legacySecret = `e30.${Buffer.from('{"role":"service_role"}').toString('base64url')}.sig`

test.each(['sb_secret_abc', legacySecret])('a secret key never gets into the page: %s', (key) => {
  expect(() => readPublicSettings({ SUPABASE_PUBLISHABLE_KEY: key })).toThrow(/secret key/)
})

test("the owner's colours can be read by everyone", () => {
  expect(complaintsAbout(brand.colours)).toEqual([])
})

test('a colour that is too faint is named', () => {
  const faint = { accent: '#bbbbbb', onAccent: '#ffffff' }
  expect(complaintsAbout({ ...brand.colours, light: faint })[0]).toContain('"#bbbbbb"')
  expect(contrastOf('#000000', '#ffffff')).toBe(21)
})

test('a brand is text, never markup', () => {
  const evil: Brand = { ...brand, name: '<b>"x"', links: [{ label: '<i>', href: '"><script>' }] }
  const html = fillFrame('<title>{{name}}</title>{{header}}{{footer}}{{other}}', evil)
  expect(html).not.toMatch(/<b>|<i>|<script>/)
  expect(html).toContain('{{other}}')
})
