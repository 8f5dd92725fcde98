import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { closeBareProject } from '#tests/stand-ins/bare-project.ts'
import type { Ended, Shop } from './bare-shop.ts'
import { openBareShop, readTree } from './bare-shop.ts'

let shop: Shop
afterEach(() => shop?.close())
afterAll(closeBareProject)

const rowsOf = async (table: string) =>
  (await shop.supabase.database.query<Record<string, unknown>>(`select * from ${table}`)).rows

async function expectNoSecret({ out, err }: Pick<Ended, 'out' | 'err'>): Promise<void> {
  for (const secret of await shop.secrets()) expect(out + err).not.toContain(secret)
  expect(out + err).not.toMatch(/@example\.com/)
}

/** A doctor who has nothing to say but "ok". */
async function expectGreen(): Promise<void> {
  const seen = await shop.run(['doctor'])
  expect(seen.out).not.toMatch(/^(fault|warning|unknown)/m)
  expect(seen.code, seen.out + seen.err).toBe(0)
}

async function linksOf(email: string): Promise<unknown[]> {
  const { accessToken } = await shop.supabase.signIn(email)
  const answer = await fetch(`${shop.site.origin}/api/portal-links`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  return ((await answer.json()) as { links: unknown[] }).links
}

test('from nothing to a doctor without fault in one run; a second run changes nothing', async () => {
  shop = await openBareShop()
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out + run.err).toBe(0)
  console.info(`set up in ${run.seconds.toFixed(1)} s, ${shop.tripwire.writes.length} calls`)
  await expectNoSecret(run)
  await expectGreen()

  // It works: two customers under one address, and a webhook that rings.
  expect(await linksOf('ada@example.com')).toHaveLength(2)
  shop.stripe.createCustomer({ email: 'new@example.com' })
  await shop.stripe.settled()
  expect(await rowsOf('stripe_customers')).toHaveLength(4)

  const before = {
    file: await shop.readEnvironmentFile(),
    config: shop.management.authConfig(),
    netlify: shop.netlify.env(),
    deploys: shop.netlify.deploys().length,
    endpoints: shop.stripe.configurations().length,
    rows: await rowsOf('stripe_customers'),
  }
  shop.tripwire.writes.splice(0)
  const again = await shop.run(['setup', '--yes'])
  expect(again.code, again.out + again.err).toBe(0)
  expect(again.out).toContain('Nothing was to be changed.')
  expect(shop.tripwire.writes).toEqual([])
  expect({
    file: await shop.readEnvironmentFile(),
    config: shop.management.authConfig(),
    netlify: shop.netlify.env(),
    deploys: shop.netlify.deploys().length,
    endpoints: shop.stripe.configurations().length,
    rows: await rowsOf('stripe_customers'),
  }).toEqual(before)
}, 60_000)

test('--dry-run prints each call, masked, makes none, and a real run makes those very calls', async () => {
  shop = await openBareShop()
  const rehearsal = await shop.run(['setup', '--yes', '--dry-run'])
  expect(rehearsal.code, rehearsal.out + rehearsal.err).toBe(0)
  expect(shop.tripwire.writes).toEqual([])
  expect(await shop.readEnvironmentFile()).toBe('')
  await expectNoSecret(rehearsal)

  await shop.run(['setup', '--yes'])
  const printed = [
    ...rehearsal.out.matchAll(/^(POST|PUT|PATCH|DELETE) https?:\/\/[^/]+([^?\s]+)/gm),
  ]
  expect(printed.map(([, method, path]) => `${method} ${path}`)).toEqual(
    shop.tripwire.writes.map(({ method, path }) => `${method} ${path}`),
  )
}, 60_000)

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
}, 60_000)

const wrong: [name: string, value: string, words: string][] = [
  ['STRIPE_SETUP_KEY', 'sk_test_wrong', 'the key is refused'],
  ['STRIPE_SETUP_KEY', 'pk_test_wrong', 'it must begin with'],
  ['SUPABASE_ACCESS_TOKEN', 'sbp_wrong', 'the token is refused'],
  ['SUPABASE_ACCESS_TOKEN', 'eyJwrong', 'it must begin with'],
  ['NETLIFY_AUTH_TOKEN', 'nfp_wrong_wrong_wrong_wrong', 'the token is refused'],
  ['STRIPE_API_KEY', 'rk_test_wrong', 'the key is refused'],
  ['STRIPE_API_KEY', 'rk_live_local', 'this is a live key'],
  ['STRIPE_API_KEY', 'rk_test_other', 'this key belongs to another Stripe account'],
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
  expect(run.err).toContain('say --yes')
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
  expect(unknown.err).toContain('opens no Netlify site "no-such"')
}, 60_000)

test('a table made by hand is set aside with its policies, never altered, and ours fills itself', async () => {
  shop = await openBareShop({ handMade: true })
  const before = await describeTable('stripe_customers')
  expect(before.rows).toHaveLength(2)
  expect(before.policies).not.toEqual([])
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out + run.err).toBe(0)
  expect(await describeTable('stripe_customers_before_portal_gateway')).toEqual(before)
  expect(await rowsOf('stripe_customers')).toHaveLength(3)
  await expectGreen()
}, 60_000)

async function describeTable(name: string) {
  const { rows: columns } = await shop.supabase.database.query(
    'select column_name, data_type, is_nullable from information_schema.columns where table_name = $1 order by 1',
    [name],
  )
  const { rows: policies } = await shop.supabase.database.query(
    'select policyname, roles::text, cmd, qual from pg_policies where tablename = $1 order by 1',
    [name],
  )
  return { rows: await rowsOf(name), columns, policies }
}

test('a project of old gets keys of the new kind, and its way of signing is named until it is given', async () => {
  shop = await openBareShop({ legacy: true, era: 'granting' })
  const run = await shop.run(['setup', '--yes'])
  expect(run.code, run.out + run.err).toBe(1)
  expect(run.out.match(/^fault .*/gm)).toEqual([
    'fault   the project still signs sign-ins with its legacy secret',
  ])
  expect(await shop.readEnvironmentFile()).toMatch(/^SUPABASE_SECRET_KEY=sb_secret_/m)
  await expectNoSecret(run)

  const secret = { SUPABASE_JWT_SECRET: shop.supabase.legacySecret }
  const next = await shop.run(['setup', '--yes'], secret)
  expect(next.code, next.out + next.err).toBe(0)
  expect(next.out + next.err).not.toContain(shop.supabase.legacySecret)
  expect(await linksOf('grace@example.com')).toHaveLength(1)
}, 60_000)

test('a free project without a mail server refuses the mails: that is said, and the rest is made', async () => {
  shop = await openBareShop({ plan: 'free' })
  const none = { SMTP_HOST: undefined, TURNSTILE_SITE_KEY: undefined }
  const run = await shop.run(['setup', '--yes'], none)
  expect(run.code, run.out + run.err).toBe(0)
  expect(run.out).toMatch(/not made: .*\n?.*A free project takes templates only with a mail server/)
  expect(run.out.match(/^(fault|warning) .*/gm)?.join('\n')).toMatch(
    /^warning mails go out through Supabase's own mailer/,
  )
  expect(await linksOf('grace@example.com')).toHaveLength(1)
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
  await expectGreen()
}, 60_000)
