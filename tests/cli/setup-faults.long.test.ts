import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keyPermissions } from '#server/needs.ts'
import type { Shop } from './shop/bare-shop.ts'
import { useBareShops } from './shop/bare-shop.ts'
import { expectEndedWell, expectGreen, rowsOf } from './shop/expect-shop.ts'

describe('with something wrong', () => {
  const openShop = useBareShops()

  test('each permission that the runtime key lacks is named', async () => {
    const shop = await openShop()
    const granted = ['rak_customer_read', 'rak_plan_read']
    shop.stripe.control({ keyPermissions: { rk_test_local: granted } })
    const run = await shop.run(['setup', '--yes'])
    expect(run.code).toBe(1)
    const lacking = keyPermissions.filter(({ slug }) => !granted.includes(slug))
    const rows = lacking.map(({ row, access }) => `${row} ${access}`).join(', ')
    expect(run.err).toContain(`the key lacks ${rows}.`)
    expect(shop.tripwire.writes).toEqual([])

    const required = ['rak_customer_read', 'rak_event_read', 'rak_customer_portal_write']
    shop.stripe.control({ keyPermissions: { rk_test_local: required } })
    const bare = await shop.run(['setup', '--yes', '--dry-run'])
    expectEndedWell(bare)
    expect(bare.out).toMatch(/The site will work, but the key lacks Subscriptions Read.*no prices/)
  })

  test('each permission that a restricted setup key lacks is named before the first change', async () => {
    const shop = await openShop()
    const all = ['rak_customer_read', 'rak_webhook_write', 'rak_customer_portal_write']
    const rows = ['Customers Read', 'Webhook Endpoints Write', 'Customer portal Write']
    const key = { STRIPE_SETUP_KEY: 'rk_test_local', STRIPE_API_KEY: 'sk_test_local' }
    const runWith = (permissions: string[]) => {
      shop.stripe.control({ keyPermissions: { rk_test_local: permissions } })
      return shop.run(['setup', '--yes'], key)
    }
    for (const [index, row] of rows.entries()) {
      const run = await runWith(all.toSpliced(index, 1))
      expect([run.code, run.err]).toEqual([1, expect.stringContaining(`the key lacks ${row}. `)])
      expect(run.err).toContain('https://dashboard.stripe.com/test/apikeys/create?')
    }
    const readOnly = await runWith(all.map((each) => each.replace('_write', '_read')))
    expect(readOnly.err).toContain(`the key lacks ${rows.slice(1).join(', ')}. `)
    expect(shop.tripwire.writes).toEqual([])
  })

  test('each permission that the Supabase token lacks is named: before the first change, or at its step', async () => {
    const shop = await openShop()
    const rows: Record<string, string[]> = {
      'Project Settings Read-write': ['project_admin_read'],
      'Auth Config Read-write': ['auth_config_read'],
      'API Keys Read-write': ['api_gateway_keys_read'],
      'API Key Secrets Read': ['api_gateway_keys_secret_read'],
      'Database Read-write': ['database_read', 'database_write'],
      'Data API Config Read': ['data_api_config_read'],
    }
    const tried = Object.values(rows).flat()
    const atTheirStep = ['project_admin_write', 'auth_config_write', 'api_gateway_keys_write']
    // Where the ref is known, nobody lists projects.
    const args = ['setup', '--yes', '--supabase-project', shop.management.ref]
    for (const [row, slugs] of Object.entries(rows))
      for (const slug of slugs) {
        const permissions = [...tried, ...atTheirStep].filter((each) => each !== slug)
        shop.management.control({ permissions })
        const run = await shop.run(args)
        expect([run.code, run.err]).toEqual([1, expect.stringContaining(row)])
        expect(run.err).toContain(`another that has ${Object.keys(rows).join(', ')}.`)
      }
    expect(shop.tripwire.writes).toEqual([])

    shop.management.control({ permissions: tried })
    const run = await shop.run(args)
    expect(run.err).toMatch(/403 .*missing: \w+.*The access token needs .*Auth Config Read-write/)
    const unlisted = await shop.run(['setup', '--yes'])
    expect([unlisted.code, unlisted.err]).toEqual([2, expect.stringMatching(/lists none: name it/)])
    shop.management.control({ permissions: null })
    const elsewhere = await shop.run([...args.slice(0, 3), 'aaaaaaaaaaaaaaaaaaaa'])
    expect(elsewhere.err).toContain('does not open the Supabase project "aaaaaaaaaaaaaaaaaaaa"')
  })

  test('a shop that Stripe says nothing of keeps our name, and the doctor says so', async () => {
    const shop = await openShop()
    shop.stripe.control({ revokedPermissions: ['rak_accounts_kyc_basic_read'] })
    const run = await shop.run(['setup', '--yes'])
    expectEndedWell(run)
    expect(run.out).toMatch(/^warning .*speak for "Portal Gateway"/m)
  })

  test('what a person must give is asked for all at once, with where to get it: 2', async () => {
    const shop = await openShop()
    const names = [
      'STRIPE_SETUP_KEY',
      'SUPABASE_ACCESS_TOKEN',
      'NETLIFY_AUTH_TOKEN',
      'STRIPE_API_KEY',
    ]
    const none = Object.fromEntries(names.map((name) => [name, undefined]))
    const run = await shop.run(['setup', '--yes'], none)
    expect(run).toMatchObject({ code: 2, out: '' })
    for (const name of names)
      expect(run.err).toMatch(new RegExp(`^${name}: .*(\\n {2}.*)*https://`, 'm'))
    expect(run.err).toContain('Usage: npm run setup')

    const withoutYes = await shop.run(['setup'])
    expect(withoutYes).toMatchObject({ code: 2, out: '' })
    expect(withoutYes.err).toContain('use --yes')
    expect(withoutYes.err).not.toContain('\u001b')
  })

  test('what must not be is found before anything is changed', async () => {
    const shop = await openShop()
    for (const args of [['--stripe-key', 'sk_test_planted'], ['sk_test_planted']]) {
      const refused = await shop.run(['setup', ...args])
      expect(refused.code).toBe(2)
      expect(refused.out + refused.err).not.toContain('planted')
    }
    const fork = await shop.run(['setup', '--repository', 'https://example.com/me/fork'])
    expect(fork).toMatchObject({ code: 2, out: '' })
    expect(fork.err).toContain('https://github.com/<owner>/<name>')

    for (const [flag, name] of Object.entries({
      'dry-run': 'npm_config_dry_run',
      yes: 'npm_config_yes',
    })) {
      const swallowed = await shop.run(['setup'], { [name]: 'true' })
      expect(swallowed).toMatchObject({ code: 2, out: '' })
      expect(swallowed.err).toContain(`npm run setup -- --${flag}`)
    }
    const nowhere = await shop.run(['setup', '--yes', '--test-email', 'owner'])
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('an email address')])
    const bare = await shop.run(['setup', '--yes', '--page', 'billing.example.com'])
    expect([bare.code, bare.err]).toEqual([2, expect.stringContaining('with https://')])
    shop.management.control({ status: 'INACTIVE' })
    const paused = await shop.run(['setup', '--yes'])
    expect([paused.code, paused.err]).toEqual([1, expect.stringMatching(/is paused. Restore it/)])
    shop.management.control({ status: 'COMING_UP' })
    const young = shop.start(['setup', '--yes', '--dry-run'])
    await young.says('Waiting for the Supabase project to come up')
    shop.management.control({ status: 'ACTIVE_HEALTHY' })
    expectEndedWell(await young.ended)

    await rm(join(shop.folder, '.gitignore'))
    const tracked = await shop.run(['setup', '--yes'])
    expect(tracked.code).toBe(1)
    expect(tracked.err).toContain('git would track it')

    shop.netlify.setSiteUrl('https://the-shop-billing.netlify.app')
    const here = await shop.run(['setup', '--yes'], { FRONTEND_URL: 'http://127.0.0.1:8888/' })
    expect(here.code).toBe(1)
    expect(here.err).toContain('"FRONTEND_URL" leads to this machine')
    expect(shop.tripwire.writes).toEqual([])
  })

  test('a machine whose webhook secret is outdated pushes it nowhere, and says so', async () => {
    const shop = await openShop()
    const file = join(shop.folder, '.env')
    expectEndedWell(await shop.run(['setup', '--yes']))
    const ofFirst = await shop.readEnvironmentFile()
    await rm(file)
    expectEndedWell(await shop.run(['setup', '--yes']))
    await writeFile(file, ofFirst)
    const before = { ...shop.netlify.env() }
    const run = await shop.run(['setup', '--yes'])
    expect(run.code).toBe(1)
    expect(run.out).toMatch(/^fault .*"STRIPE_WEBHOOK_SECRET" is not the secret of the webhook/m)
    expect(shop.netlify.env()).toEqual(before)
  })

  test('a captcha is not switched on before the live page has it', async () => {
    const shop = await openShop()
    shop.netlify.control({ deployFails: 'the build failed' })
    const run = await shop.run(['setup', '--yes'])
    expect(run.code).toBe(1)
    expect(run.out).toMatch(/Not done: the deploy failed \(the build failed\); its log says more\./)
    expect(run.out).toContain('Not done: the live page does not have the captcha yet.')
    expect(run.out).toContain('faults are left, above. Fix them')
    expect(shop.management.authConfig()).toMatchObject({ security_captcha_enabled: false })
    shop.netlify.control({ deployFails: null })
    expectEndedWell(await shop.run(['setup', '--yes']))
    expect(shop.management.authConfig()).toMatchObject({ security_captcha_enabled: true })
    await expectGreen(shop)
  })

  test('a table made by hand is set aside with its policies, unaltered, and ours fills itself', async () => {
    const shop = await openShop({ handMade: true })
    // Nor has its portal ever had a reason to choose, and Stripe takes no empty list of them.
    const portal = shop.stripe.configurations().find(({ is_default }) => is_default)!
    const cancellation_reason = { enabled: false, feedback_options: null, options: [] }
    const features = { subscription_cancel: { cancellation_reason } }
    shop.stripe.updateConfiguration(portal.id, { features })
    const before = await describeTable(shop, 'stripe_customers')
    expect(before.rows).toHaveLength(2)
    expect(before.policies).not.toEqual([])
    expectEndedWell(await shop.run(['setup', '--yes']))
    expect(await describeTable(shop, 'stripe_customers_before_portal_gateway')).toEqual(before)
    expect(await rowsOf(shop)).toHaveLength(3)
    await expectGreen(shop)
  })
})

async function describeTable(shop: Shop, name: string) {
  const query = (text: string) => shop.supabase.database.query(text, [name])
  const { rows: columns } = await query(
    'select column_name, data_type, is_nullable from information_schema.columns where table_name = $1 order by 1',
  )
  const { rows: policies } = await query(
    'select policyname, roles::text, cmd, qual from pg_policies where tablename = $1 order by 1',
  )
  return { rows: await rowsOf(shop, name), columns, policies }
}
