import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import type { Shop } from './shop/bare-shop.ts'
import { openBareShop, readTree } from './shop/bare-shop.ts'
import { expectGreen, expectNoSecret, linksOf, rowsOf } from './shop/expect-shop.ts'

let shop: Shop
afterEach(() => shop?.close())
afterAll(closeBareProject)

test('from nothing to a doctor without fault in one run; a second run changes nothing', async () => {
  shop = await openBareShop()
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out + run.err).toBe(0)
  console.info(`set up in ${run.seconds.toFixed(1)} s, ${shop.tripwire.writes.length} calls`)
  await expectNoSecret(shop, run)
  await expectGreen(shop)

  // It works: two customers under one address, and a webhook that rings.
  expect(await linksOf(shop, 'ada@example.com')).toHaveLength(2)
  shop.stripe.createCustomer({ email: 'new@example.com' })
  await shop.stripe.settled()
  expect(await rowsOf(shop, 'stripe_customers')).toHaveLength(4)

  const before = {
    file: await shop.readEnvironmentFile(),
    config: shop.management.authConfig(),
    netlify: shop.netlify.env(),
    deploys: shop.netlify.deploys().length,
    endpoints: shop.stripe.configurations().length,
    rows: await rowsOf(shop, 'stripe_customers'),
  }
  shop.tripwire.writes.splice(0)
  const again = await shop.run(['setup', '--yes'])
  expect(again.code, again.out + again.err).toBe(0)
  expect(again.out).toContain('Nothing needed changing.')
  expect(shop.tripwire.writes).toEqual([])
  expect({
    file: await shop.readEnvironmentFile(),
    config: shop.management.authConfig(),
    netlify: shop.netlify.env(),
    deploys: shop.netlify.deploys().length,
    endpoints: shop.stripe.configurations().length,
    rows: await rowsOf(shop, 'stripe_customers'),
  }).toEqual(before)
})

test('--dry-run prints each call, masked, makes none, and a real run makes those very calls', async () => {
  shop = await openBareShop()
  const rehearsal = await shop.run(['setup', '--yes', '--dry-run'])
  expect(rehearsal.code, rehearsal.out + rehearsal.err).toBe(0)
  expect(shop.tripwire.writes).toEqual([])
  expect(await shop.readEnvironmentFile()).toBe('')
  await expectNoSecret(shop, rehearsal)

  await shop.run(['setup', '--yes'])
  const printed = [
    ...rehearsal.out.matchAll(/^(POST|PUT|PATCH|DELETE) https?:\/\/[^/]+([^?\s]+)/gm),
  ]
  expect(printed.map(([, method, path]) => `${method} ${path}`)).toEqual(
    shop.tripwire.writes.map(({ method, path }) => `${method} ${path}`),
  )
})

test('no secret is in a file but .env, which git ignores, nor in an argument of a process', async () => {
  shop = await openBareShop()
  const log = join(shop.folder, 'arguments')
  const tools = await mkdtemp(join(tmpdir(), 'portal-gateway-tools-'))
  await writeFile(
    join(tools, 'git'),
    `#!/bin/sh\nPATH="\${PATH#*:}"\necho "$@" >> '${log}'\nexec git "$@"\n`,
  )
  await chmod(join(tools, 'git'), 0o755)
  await shop.run(['setup', '--yes'], { PATH: `${tools}:${process.env.PATH}` })
  expect(await readFile(log, 'utf8')).toContain('check-ignore')
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: shop.folder }).toString()).toBe(
    '?? .gitignore\n?? arguments\n',
  )
  expect((await stat(join(shop.folder, '.env'))).mode & 0o777).toBe(0o600)
  await rm(tools, { recursive: true })
  const held = new Set<string>()
  for (const { name, content } of await readTree(shop.folder))
    for (const secret of await shop.secrets()) if (content.includes(secret)) held.add(name)
  expect([...held]).toEqual([`${shop.folder}/.env`])
  const file = await shop.readEnvironmentFile()
  for (const credential of ['sk_test_local', shop.management.token, shop.netlify.token])
    expect(file).not.toContain(credential)
})

test('each permission that the runtime key lacks is named', async () => {
  shop = await openBareShop()
  shop.stripe.control({ keyPermissions: { rk_test_local: ['rak_customer_read', 'rak_plan_read'] } })
  const run = await shop.run(['setup', '--yes'])
  expect(run.code).toBe(1)
  expect(run.err).toContain(
    'the key lacks Subscriptions Read, Products Read, Events Read, Customer portal Write.',
  )
  expect(shop.tripwire.writes).toEqual([])
})

test('what is missing is said all at once, with where to get it: 2', async () => {
  shop = await openBareShop()
  const names = [
    'STRIPE_SETUP_KEY',
    'SUPABASE_ACCESS_TOKEN',
    'NETLIFY_AUTH_TOKEN',
    'STRIPE_API_KEY',
  ]
  const run = await shop.run(
    ['setup', '--yes'],
    Object.fromEntries(names.map((name) => [name, undefined])),
  )
  expect(run).toMatchObject({ code: 2, out: '' })
  for (const name of names) expect(run.err).toMatch(new RegExp(`^${name}: .*https://`, 'm'))
  expect(run.err).toContain('Usage: npm run setup')
})

test('without a terminal and without --yes it says what it needs, plainly: 2', async () => {
  shop = await openBareShop()
  const run = await shop.run(['setup'])
  expect(run).toMatchObject({ code: 2, out: '' })
  expect(run.err).toContain('use --yes')
  expect(run.err).not.toContain('\u001b')

  for (const args of [['--stripe-key', 'sk_test_planted'], ['sk_test_planted']]) {
    const refused = await shop.run(['setup', ...args])
    expect(refused.code).toBe(2)
    expect(refused.out + refused.err).not.toContain('planted')
  }
  const fork = await shop.run(['setup', '--repository', 'https://example.com/me/fork'])
  expect(fork).toMatchObject({ code: 2, out: '' })
  expect(fork.err).toContain('https://github.com/<owner>/<name>')
})

test('what must not be is found before anything is changed', async () => {
  shop = await openBareShop()
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

test('a table made by hand is set aside with its policies, never altered, and ours fills itself', async () => {
  shop = await openBareShop({ handMade: true })
  const before = await describeTable('stripe_customers')
  expect(before.rows).toHaveLength(2)
  expect(before.policies).not.toEqual([])
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out + run.err).toBe(0)
  expect(await describeTable('stripe_customers_before_portal_gateway')).toEqual(before)
  expect(await rowsOf(shop, 'stripe_customers')).toHaveLength(3)
  await expectGreen(shop)
})

async function describeTable(name: string) {
  const { rows: columns } = await shop.supabase.database.query(
    'select column_name, data_type, is_nullable from information_schema.columns where table_name = $1 order by 1',
    [name],
  )
  const { rows: policies } = await shop.supabase.database.query(
    'select policyname, roles::text, cmd, qual from pg_policies where tablename = $1 order by 1',
    [name],
  )
  return { rows: await rowsOf(shop, name), columns, policies }
}
