import { expect, test } from 'vitest'
import type { Shop } from './shop/bare-shop.ts'
import { useBareShops } from './shop/bare-shop.ts'
import {
  expectEndedWell,
  expectGreen,
  expectNoSecret,
  linksOf,
  rowsOf,
} from './shop/expect-shop.ts'

const openBareShop = useBareShops()

/** More runs than setup needs: the loop must end before. */
const most = 60

async function expectWhole(shop: Shop): Promise<void> {
  await expectGreen(shop)
  const ours = shop.stripe.configurations().filter(({ metadata }) => metadata?.portal_gateway)
  expect(ours).toHaveLength(1)
  expect(await rowsOf(shop)).toHaveLength(3)
}

test.each(['before', 'after'] as const)(
  'killed %s a call again and again, each run resumes, and the last is green',
  async (when) => {
    const shop = await openBareShop()
    let runs = 0
    for (;;) {
      // One to four calls each run, and the next is not made, or its answer is lost. Only one each time would never end:
      // the site's secrets can't be read back, so they are set again until their fingerprint is there.
      const at = 2 + (runs % 4)
      const end = await shop.runUntil({ at, when }, ['setup', '--yes'])
      runs += 1
      expect(runs).toBeLessThan(most)
      if (end === null) continue
      expectEndedWell(end)
      break
    }
    console.info(`${runs} runs, ${shop.tripwire.writes.length} calls (${when})`)
    await expectWhole(shop)
  },
)

/** Which calls of a whole setup are tried, the first being 1. Migrations are alike: one in six is enough. */
async function callsToTry(): Promise<number[]> {
  const shop = await openBareShop()
  expectEndedWell(await shop.run(['setup', '--yes']))
  const calls = shop.tripwire.writes.flatMap(({ path }, index) =>
    path.endsWith('/database/query') && index % 6 !== 0 ? [] : [index + 1],
  )
  await shop.close()
  expect(calls.length).toBeGreaterThan(10)
  return calls
}

test.each(['before', 'after'] as const)(
  'killed once %s any call, a second run ends green',
  async (when) => {
    for (const at of await callsToTry()) {
      const shop = await openBareShop()
      expect(await shop.runUntil({ at, when }, ['setup', '--yes']), `call ${at}`).toBeNull()
      expectEndedWell(await shop.run(['setup', '--yes']))
      await expectWhole(shop)
      await shop.close()
    }
  },
)

const wrong: [name: string, value: string, words: string][] = [
  ['STRIPE_SETUP_KEY', 'sk_test_wrong', 'the key is refused'],
  ['STRIPE_SETUP_KEY', 'pk_test_wrong', 'it must begin with'],
  ['SUPABASE_ACCESS_TOKEN', 'sbp_wrong', 'the token is refused'],
  ['SUPABASE_ACCESS_TOKEN', 'eyJwrong', 'it must begin with'],
  ['NETLIFY_AUTH_TOKEN', 'nfp_wrong_wrong_wrong_wrong', 'the token is refused'],
  ['STRIPE_API_KEY', 'rk_test_wrong', 'the key is refused'],
  ['STRIPE_API_KEY', 'rk_live_local', 'this is a live-mode key'],
  ['STRIPE_API_KEY', 'rk_test_other', 'this key and the setup key belong to different Stripe'],
]

test('a wrong key, of whatever kind, mode or account, is named but not shown, and nothing is changed', async () => {
  const shop = await openBareShop()
  for (const [name, value, words] of wrong) {
    const run = await shop.run(['setup', '--yes'], { [name]: value })
    expect(run.code, run.out).toBe(1)
    expect(run.err).toContain(`${name}: ${words}`)
    expect(run.out + run.err).not.toContain(value)
  }
  expect(shop.tripwire.writes).toEqual([])
  expect(await shop.readEnvironmentFile()).toBe('')
})

test('a restricted key sets up as well; if Stripe hides the secret of its endpoint, that is said', async () => {
  const shop = await openBareShop()
  const permissions = ['rak_customer_read', 'rak_webhook_write', 'rak_customer_portal_write']
  const keyPermissions = { rk_test_local: permissions }
  shop.stripe.control({ keyPermissions, hidesEndpointSecrets: true })
  const keys = { STRIPE_SETUP_KEY: 'rk_test_local', STRIPE_API_KEY: 'sk_test_local' }
  const run = await shop.run(['setup', '--yes'], keys)
  expect(run.code).toBe(1)
  expect(run.err).toMatch(/made the webhook endpoint we_\w+, and did not tell its signing/)
  expect(await shop.readEnvironmentFile()).not.toContain('STRIPE_WEBHOOK_SECRET')
  shop.stripe.control({ hidesEndpointSecrets: false })
  const next = await shop.run(['setup', '--yes'], keys)
  expectEndedWell(next)
  expect(next.out).toContain('apikeys (the setup key)')
})

test('where there are Payment Links, the address to return to is printed, and undo names them once they lead there', async () => {
  const shop = await openBareShop()
  const product = shop.stripe.createProduct({ name: 'Book' }).id
  const { id: price } = shop.stripe.createPrice({ product, recurring: null })
  const { id, url } = shop.stripe.createPaymentLink({ lines: [{ price }] })
  const run = await shop.run(['setup', '--yes'])
  expectEndedWell(run)
  const address = `${shop.site.origin}/#bought={CHECKOUT_SESSION_ID}`
  const words = run.out.replaceAll(/\s+/g, ' ')
  expect(words).toContain(`a Payment Link does not lead back to your page: ${url} (${id})`)
  expect(words).toContain(`enter ${address}`)
  const redirect = { url: address }
  shop.stripe.updatePaymentLink(id, { after_completion: { type: 'redirect', redirect } })
  const again = await shop.run(['setup', '--yes'])
  expect(again.out).not.toContain('lead back')
  const undo = await shop.run(['setup', '--undo', '--yes', '--dry-run'])
  expect(undo.out.replaceAll(/\s+/g, ' ')).toContain(`Payment Links return to ${shop.site.origin}`)
})

test('if tokens open several projects and sites, the choice is requested by its flag', async () => {
  const shop = await openBareShop()
  shop.openOthers()
  const run = await shop.run(['setup', '--yes'])
  expect(run.code).toBe(2)
  expect(run.err).toContain('--supabase-project <ref>')
  expect(run.err).toContain('Other (aaaaaaaaaaaaaaaaaaaa)')
  const project = ['--supabase-project', shop.management.ref]
  expect((await shop.run(['setup', '--yes', ...project])).err).toContain('--netlify-site')
  const site = ['--netlify-site', shop.netlify.siteName]
  expectEndedWell(await shop.run(['setup', '--yes', '--dry-run', ...project, ...site]))
  const unknown = await shop.run(['setup', '--yes', ...project, '--netlify-site', 'no-such'])
  expect(unknown.code).toBe(1)
  expect(unknown.err).toContain('does not open the Netlify site "no-such"')
})

test('an old project gets keys of the new kind, and its legacy secret is reported until it is given', async () => {
  const shop = await openBareShop({ legacy: true, era: 'granting' })
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out + run.err).toBe(1)
  // The cause first, and what it does to the site.
  expect(run.out.match(/^fault .*/gm)).toEqual([
    'fault   the project still signs sign-ins with its legacy secret',
    'fault   /api/health reports that "auth" is down',
    'fault   sign-ins are signed with a legacy secret, which the site does not know',
  ])
  expect(await shop.readEnvironmentFile()).toMatch(/^SUPABASE_SECRET_KEY=sb_secret_/m)
  await expectNoSecret(shop, run)

  const secret = { SUPABASE_JWT_SECRET: shop.supabase.legacySecret }
  const next = await shop.run(['setup', '--yes'], secret)
  expectEndedWell(next)
  expect(next.out + next.err).not.toContain(shop.supabase.legacySecret)
  expect(await linksOf(shop, 'grace@example.com')).toHaveLength(1)
})

test('a free project without an email server refuses the emails: that is said, and the rest is done', async () => {
  const shop = await openBareShop({ plan: 'free' })
  const none = { SMTP_HOST: undefined, TURNSTILE_SITE_KEY: undefined }
  const run = await shop.run(['setup', '--yes'], none)
  expect(run.code, run.out + run.err).toBe(1)
  expect(run.out).toMatch(
    /Not done: .*\n?.*A free project accepts templates only with an email server/,
  )
  expect(run.out.match(/^fault .*/gm)).toEqual([
    "fault   emails go out through Supabase's built-in mailer: no customer gets one",
  ])
  expect(run.out).toMatch(/^warning emails that are not ours: \d/m)
  expect(await linksOf(shop, 'grace@example.com')).toHaveLength(1)
})

test('a service that fails in the middle is named, and the next run resumes there', async () => {
  const shop = await openBareShop()
  shop.netlify.control({
    faults: [{ method: 'POST', path: '/api/v1/accounts', status: 500, times: 1 }],
  })
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out).toBe(1)
  expect(run.err).toMatch(/Netlify answered 500 .* run it again/)
  const endpoints = () =>
    shop.tripwire.writes.filter(({ path }) => path === '/v1/webhook_endpoints').length
  expect(endpoints()).toBe(1)
  expectEndedWell(await shop.run(['setup', '--yes']))
  expect(endpoints()).toBe(1)
  await expectGreen(shop)
})
