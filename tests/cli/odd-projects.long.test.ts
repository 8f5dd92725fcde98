import { afterAll, afterEach, expect, test } from 'vitest'
import { closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import type { Shop } from './shop/bare-shop.ts'
import { openBareShop } from './shop/bare-shop.ts'
import { expectGreen, expectNoSecret, linksOf } from './shop/expect-shop.ts'

let shop: Shop
afterEach(() => shop?.close())
afterAll(closeBareProject)

const wrong: [name: string, value: string, words: string][] = [
  ['STRIPE_SETUP_KEY', 'sk_test_wrong', 'the key is refused'],
  ['STRIPE_SETUP_KEY', 'pk_test_wrong', 'it must begin with'],
  ['SUPABASE_ACCESS_TOKEN', 'sbp_wrong', 'the token is refused'],
  ['SUPABASE_ACCESS_TOKEN', 'eyJwrong', 'it must begin with'],
  ['NETLIFY_AUTH_TOKEN', 'nfp_wrong_wrong_wrong_wrong', 'the token is refused'],
  ['STRIPE_API_KEY', 'rk_test_wrong', 'the key is refused'],
  ['STRIPE_API_KEY', 'rk_live_local', 'this is a live-mode key'],
  [
    'STRIPE_API_KEY',
    'rk_test_other',
    'this key and the setup key belong to different Stripe accounts',
  ],
]

test('a wrong key, of whatever kind, mode or account, is named but not shown, and nothing is changed', async () => {
  shop = await openBareShop()
  for (const [name, value, words] of wrong) {
    const run = await shop.run(['setup', '--yes'], { [name]: value })
    expect(run.code, run.out).toBe(1)
    expect(run.err).toContain(`${name}: ${words}`)
    expect(run.out + run.err).not.toContain(value)
  }
  expect(shop.tripwire.writes).toEqual([])
  expect(await shop.readEnvironmentFile()).toBe('')
})

test('where tokens open several projects and sites, the choice is asked for by its flag', async () => {
  shop = await openBareShop()
  shop.management.control({ otherProjects: [{ ref: 'aaaaaaaaaaaaaaaaaaaa', name: 'Other' }] })
  shop.netlify.control({
    otherSites: [{ id: crypto.randomUUID(), name: 'other-site', url: 'https://other.example' }],
  })
  const run = await shop.run(['setup', '--yes'])
  expect(run.code).toBe(2)
  expect(run.err).toContain('--supabase-project <ref>')
  expect(run.err).toContain('Other (aaaaaaaaaaaaaaaaaaaa)')
  const project = ['--supabase-project', shop.management.ref]
  expect((await shop.run(['setup', '--yes', ...project])).err).toContain('--netlify-site')
  const site = ['--netlify-site', shop.netlify.siteName]
  const chosen = await shop.run(['setup', '--yes', '--dry-run', ...project, ...site])
  expect(chosen.code, chosen.err).toBe(0)
  const unknown = await shop.run(['setup', '--yes', ...project, '--netlify-site', 'no-such'])
  expect(unknown.code).toBe(1)
  expect(unknown.err).toContain('does not open the Netlify site "no-such"')
}, 60_000)

test('a project of old gets keys of the new kind, and its way of signing is named until it is given', async () => {
  shop = await openBareShop({ legacy: true, era: 'granting' })
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out + run.err).toBe(1)
  expect(run.out.match(/^fault .*/gm)).toEqual([
    'fault   the project still signs sign-ins with its legacy secret',
  ])
  expect(await shop.readEnvironmentFile()).toMatch(/^SUPABASE_SECRET_KEY=sb_secret_/m)
  await expectNoSecret(shop, run)

  const secret = { SUPABASE_JWT_SECRET: shop.supabase.legacySecret }
  const next = await shop.run(['setup', '--yes'], secret)
  expect(next.code, next.out + next.err).toBe(0)
  expect(next.out + next.err).not.toContain(shop.supabase.legacySecret)
  expect(await linksOf(shop, 'grace@example.com')).toHaveLength(1)
}, 60_000)

test('a free project without a mail server refuses the mails: that is said, and the rest is made', async () => {
  shop = await openBareShop({ plan: 'free' })
  const none = { SMTP_HOST: undefined, TURNSTILE_SITE_KEY: undefined }
  const run = await shop.run(['setup', '--yes'], none)
  expect(run.code, run.out + run.err).toBe(0)
  expect(run.out).toMatch(
    /Not done: .*\n?.*A free project accepts templates only with an email server/,
  )
  expect(run.out.match(/^(fault|warning) .*/gm)?.join('\n')).toMatch(
    /^warning emails go out through Supabase's built-in mailer/,
  )
  expect(await linksOf(shop, 'grace@example.com')).toHaveLength(1)
}, 60_000)

test('a service that fails in the middle is named, and the next run goes on there', async () => {
  shop = await openBareShop()
  shop.netlify.control({
    faults: [{ method: 'POST', path: '/api/v1/accounts', status: 500, times: 1 }],
  })
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out).toBe(1)
  expect(run.err).toMatch(/Netlify answered 500 .* run it again/)
  const endpoints = shop.tripwire.writes.filter(({ path }) => path === '/v1/webhook_endpoints')
  expect(endpoints).toHaveLength(1)
  const next = await shop.run(['setup', '--yes'])
  expect(next.code, next.out + next.err).toBe(0)
  expect(shop.tripwire.writes.filter(({ path }) => path === '/v1/webhook_endpoints')).toEqual(
    endpoints,
  )
  await expectGreen(shop)
}, 60_000)
