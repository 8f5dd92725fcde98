import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import type { Shop } from './shop/bare-shop.ts'
import { openBareShop } from './shop/bare-shop.ts'
import { catalogueOf } from './shop/catalogue.ts'
import { keys, openTerminal } from './terminal/open-terminal.ts'
import { expectEndedWell, expectGreen, expectNoSecret } from './shop/expect-shop.ts'

let shop: Shop
let before: string[]
let own: Record<'endpoints' | 'portals' | 'keys' | 'netlify', string[]>
beforeAll(async () => {
  shop = await openBareShop({ handMade: true })
  before = await catalogueOf(shop.supabase.database)
  own = await lookAtServices()
  expectEndedWell(await shop.run(['setup', '--yes', '--billing-alone']))
  shop.tripwire.writes.splice(0)
})
afterAll(async () => {
  await shop.close()
  await closeBareProject()
})

async function askStripe(order: string): Promise<{ data: { url: string }[] }> {
  const [method = '', path = ''] = order.split(' ')
  const headers = { Authorization: 'Bearer sk_test_local' }
  const response = await fetch(shop.stripe.url + path, { method, headers })
  return (await response.json()) as { data: { url: string }[] }
}

const endpoints = async () =>
  (await askStripe('GET /v1/webhook_endpoints')).data.map(({ url }) => url)
const activePortals = () =>
  shop.stripe
    .configurations()
    .filter(({ active }) => active)
    .map(({ id }) => id)
const keyNames = () => shop.supabase.project.keyRing.keys.map(({ name }) => name)
const sql = (text: string) => shop.supabase.database.query(text)

async function lookAtServices() {
  return {
    endpoints: await endpoints(),
    portals: activePortals(),
    keys: keyNames(),
    netlify: Object.keys(shop.netlify.env()),
  }
}

async function look() {
  return {
    catalogue: await catalogueOf(shop.supabase.database),
    services: await lookAtServices(),
  }
}

test('--dry-run takes nothing back, and prints every call that would', async () => {
  const there = await look()
  const run = await shop.run(['setup', '--undo', '--yes', '--dry-run'])
  expectEndedWell(run)
  expect(shop.tripwire.writes).toEqual([])
  expect(await look()).toEqual(there)
  for (const line of [
    /^DELETE .*\/v1\/webhook_endpoints\/we_/m,
    /^POST .*\/v1\/billing_portal\/configurations\/bpc_/m,
    /^DELETE .*\/env\/STRIPE_API_KEY\?site_id=/m,
    /^DELETE .*\/api-keys\//m,
    /drop table .*public\.stripe_customers/,
  ])
    expect(run.out).toMatch(line)
  await expectNoSecret(shop, run)
})

test('what is another page’s, or was made by hand, is named and stays', async () => {
  const marked = { portal_gateway: 'set-up' }
  const elsewhere = shop.stripe.addWebhookEndpoint({
    url: 'https://other.example/api/stripe-webhook',
    metadata: marked,
    events: ['customer.created'],
  })
  await sql(`
    with account as (insert into private.accounts (livemode, address) values (false, 'ada@example.com') returning id)
    insert into private.purchases (livemode, source, line, account_id, status, starts_at, last_ticket, read_ticket)
    select false, 'cs_1', 'li_1', id, 'complete', now(), 1, 1 from account`)
  try {
    const run = await shop.run(['setup', '--undo', '--yes', '--dry-run', '--json'])
    const { kept, planned } = JSON.parse(run.out) as {
      kept: string[]
      planned: { says: string; check: string }[]
    }
    expect(kept).toEqual([
      expect.stringMatching(/The webhook endpoint we_\w+ is another page's/),
      expect.stringMatching(
        /All tables stay, .*private\.accounts \(1 row\), private\.purchases \(1 row\)/,
      ),
      expect.stringMatching(/The portal configuration bpc_\w+ stays: another page may use it/),
    ])
    expect(new Set(planned.map(({ check }) => check))).toEqual(
      new Set(['webhook_endpoint', 'netlify_variables', 'supabase_keys']),
    )
  } finally {
    await askStripe(`DELETE /v1/webhook_endpoints/${elsewhere.id}`)
  }
})

test('one question: a no takes nothing back: 1; Ctrl-C: 130', async () => {
  const there = await look()
  for (const [typed, code] of [
    [keys.enter, 1],
    [keys.ctrlC, 130],
  ] as const) {
    const order = { args: ['setup', '--undo'], env: shop.variables, folder: shop.folder }
    const terminal = openTerminal(order)
    await terminal.expect('Take all of this back?')
    terminal.type(typed)
    const end = await terminal.ended
    expect(end.code, end.text).toBe(code)
    expect(end.text).toMatch(/^(Nothing was changed|Stopped)\./m)
  }
  expect(await look()).toEqual(there)
})

test('killed in the middle, the next run takes back the rest; then nothing of setup is left', async () => {
  const args = ['setup', '--undo', '--yes', '--with-data']
  // In the middle of the variables, and once more right before the deploy without them.
  for (const at of [4, 4]) expect(await shop.runUntil({ at, when: 'after' }, args)).toBeNull()
  // A deploy that fails leaves the keys on the live site: it is not done.
  shop.netlify.control({ deployFails: 'the build failed' })
  const failed = await shop.run(args)
  expect([failed.code, failed.out]).toEqual([
    1,
    expect.stringMatching(/Not done: .*the build failed/),
  ])
  expect(Object.keys(shop.netlify.env())).toContain('PORTAL_GATEWAY_SECRETS')
  shop.netlify.control({ deployFails: null })

  const run = await shop.run(args)
  expectEndedWell(run)
  expect(failed.out).toMatch(/gone for good: private\.accounts \(1 row\), private\.purchases/)
  expect(await catalogueOf(shop.supabase.database)).toEqual(before)
  expect(await lookAtServices()).toEqual(own)
  const deployed = Object.keys(shop.netlify.deployedEnv() ?? {})
  expect(deployed.filter((key) => /STRIPE|SUPABASE/.test(key))).toEqual([])
  for (const words of ['/apikeys', 'auth/url-configuration', 'account/tokens', '.env'])
    expect(run.out).toContain(words)
  await expectNoSecret(shop, run)

  const again = await shop.run(args)
  expectEndedWell(again)
  expect(again.out).toContain('There is nothing to take back.')
})

test('setup runs again as on the first day, and leads to a doctor without faults', async () => {
  expectEndedWell(await shop.run(['setup', '--yes']))
  await expectGreen(shop)
})
