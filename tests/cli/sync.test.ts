import { beforeEach, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { readCommandsPage } from '#tests/docs/commands-page.ts'
import { createShop } from '#tests/doors/purchases.ts'
import { emptyWorld } from '#tests/world.ts'
import { openTerminal } from './terminal/open-terminal.ts'
import type { Ended } from './terminal/run-command.ts'
import { runCommand, startCommand, worldVariables } from './terminal/run-command.ts'

const silent = { silent: true }
let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

function createCrowd(count: number): string[] {
  return Array.from({ length: count }, (_, place) => {
    const created = 1_700_000_000 + place * 3600
    return world.stripe.createCustomer({ email: `person.${place}@example.com`, created }, silent).id
  })
}

async function expectUpToDate(): Promise<void> {
  const living = (await world.rows()).filter(({ deleted }) => !deleted)
  const found = living.map((row) => [row.stripe_customer_id, row.email])
  const atStripe = world.stripe.customers().map(({ id, email }) => [id, email])
  expect(new Map(found as [string, string][])).toEqual(new Map(atStripe as [string, string][]))
}

function expectNoSecret({ out, err }: Pick<Ended, 'out' | 'err'>): void {
  for (const secret of [world.stripe.apiKey, world.supabase.secretKey, world.webhookSecret])
    expect(out + err).not.toContain(secret)
  expect(out + err).not.toMatch(/@example\.com/)
}

test('it fills the table, says so in plain lines, and ends with 0', async () => {
  createCrowd(250)
  const run = await runCommand(['sync'])
  expect(run).toMatchObject({ code: 0 })
  await expectUpToDate()
  expect(run.out).toContain('Customers at Stripe: 250 listed, 0 looked up.')
  expect(run.err).toMatch(/^\d+ customers, \d+ a second/)
  for (const mark of ['\u001b', '\r']) expect(run.out + run.err).not.toContain(mark)
  expectNoSecret(run)
  // A second run has nothing to do, unless it is told to.
  expect((await runCommand(['sync'])).out).toContain('Customers at Stripe: 0 listed')
  const full = await runCommand(['sync', '--full'])
  expect(full).toMatchObject({ code: 0, out: expect.stringContaining('250 listed') })
})

test('at the end the four counts are right', async () => {
  for (const email of ['ann@example.com', 'ANN@example.com ', 'bob@example.com'])
    world.stripe.createCustomer({ email }, silent)
  for (const email of [null, 'jürgen@example.com']) world.stripe.createCustomer({ email }, silent)
  const gone = world.stripe.createCustomer({ email: 'gone@example.com' }, silent)
  world.stripe.deleteCustomer(gone.id, silent)
  const { out } = await runCommand(['sync'])
  const counts =
    /^Customers: (\d+)\. Addresses: (\d+)\.\n.* one customer: (\d+)\.\n.* reach .*: (\d+)\.$/m.exec(
      out,
    )
  expect(counts?.slice(1).map(Number)).toEqual([5, 2, 1, 2])
})

test('sales are counted apart from products and prices, and what events rang for by itself', async () => {
  const shop = createShop(world.stripe)
  world.stripe.updatePrice(shop.book.price, { active: false })
  world.stripe.createSale({ email: 'ada@example.com', lines: [{ price: shop.pro.price }] })
  const { out } = await runCommand(['sync'])
  expect(out).toContain('Sales: 1 listed.\nProducts and prices: 4 listed.\n')
  world.stripe.payCheckout(world.stripe.followLink(shop.proLink).id, { email: 'ada@example.com' })
  await world.stripe.settled()
  const { sold, catalogue, replayed } = JSON.parse((await runCommand(['sync', '--json'])).out) as {
    [key: string]: number
  }
  expect([sold, catalogue]).toEqual([0, 0])
  // The session, the subscription and its invoice, and whoever bought it.
  expect(replayed).toBeGreaterThanOrEqual(3)
})

test('--dry-run prints each change once, and writes nothing', async () => {
  const [moved = '', gone = ''] = createCrowd(3)
  world.stripe.createCustomer({ email: 'first@example.com' })
  await world.stripe.settled()
  await runCommand(['sync'])
  world.stripe.control({ deliveries: { drop: true } })
  world.stripe.updateCustomer(moved, { email: 'moved@example.com' })
  world.stripe.deleteCustomer(gone)
  const { id: fresh } = world.stripe.createCustomer({ email: 'fresh@example.com' })
  await world.stripe.settled()
  const before = [await world.rows(), await stateOf()]

  const run = await runCommand(['sync', '--dry-run'])
  expect(run).toMatchObject({ code: 0 })
  const told = run.out.split('\n').filter((line) => line.startsWith('cus_'))
  expect(told.sort()).toEqual(
    [`${fresh}  new`, `${gone}  deleted`, `${moved}  address changed`].sort(),
  )
  expect(run.out).toMatch(/^new: 1$/m)
  expect([await world.rows(), await stateOf()]).toEqual(before)
  expectNoSecret(run)

  await runCommand(['sync'])
  await expectUpToDate()
  expect((await runCommand(['sync', '--dry-run'])).out).toContain('No customer would change.')
})

async function stateOf() {
  const { rows } = await world.supabase.database.query('select * from sync_state')
  return rows
}

test('--json is one document, and stderr has what a person reads', async () => {
  createCrowd(2)
  const { code, out, err } = await runCommand(['sync', '--json'])
  const document = JSON.parse(out) as Record<string, unknown>
  expect(code).toBe(0)
  expect(document).toMatchObject({ command: 'sync', ok: true, passed: 2, counts: { customers: 2 } })
  expect(Object.keys(document)).toEqual(readCommandsPage().keysOf('sync'))
  expect(err).toContain('2 listed')
})

test('--dry-run in the middle of a pass looks at every customer, not only at the rest', async () => {
  createCrowd(150)
  await runCommand(['sync'])
  await world.supabase.database.query(
    `update sync_state set pass_ticket = 1, pass_until = '2023-11-15T00:00:00Z'`,
  )
  const run = await runCommand(['sync', '--dry-run'])
  expect(run.out).toContain('150 listed, 0 looked up.')
})

test.each([
  ['no command', [], 2],
  ['an unknown command', ['synch'], 2],
  ['an unknown option', ['sync', '--fully'], 2],
  ['a word too many', ['sync', 'now'], 2],
  ['--help', ['sync', '--help'], 0],
])('%s prints how to use it, and does nothing', async (_, args, code) => {
  const run = await runCommand(args)
  expect(run.code).toBe(code)
  expect(code === 0 ? run.out : run.err).toContain('Usage: npm run ')
  expect(code === 0 ? run.err : run.out).toBe('')
  expect(world.stripe.calls).toEqual([])
})

test('--credits-since grants what was paid before, once, and refuses a later day', async () => {
  const product = world.stripe.createProduct({ name: 'Pack' }).id
  const metadata = { credits: '100' }
  const of = { product, unit_amount: 500, currency: 'eur', recurring: null }
  const { id: price } = world.stripe.createPrice(of)
  const lines = [{ price, quantity: 1 }]
  const { id: link } = world.stripe.createPaymentLink({ lines })
  world.stripe.payCheckout(world.stripe.followLink(link).id, { email: 'ada@example.com' })
  await world.stripe.settled()
  await world.supabase.database.query(
    `update private.purchases set paid_at = paid_at - interval '500 days'`,
  )
  // What is paid in the second in which credits begin is not paid before it.
  await world.supabase.database.query(`select begin_credits(false, now() + interval '1 minute')`)
  expect(await runCommand(['sync'])).toMatchObject({ code: 0 })
  world.stripe.updatePrice(price, { metadata })
  await world.stripe.settled()
  const granted = async () =>
    (await world.supabase.database.query('select granted::int from private.purchases')).rows
  expect(await granted()).toEqual([{ granted: 0 }])

  const run = await runCommand(['sync', '--credits-since', '2025-01-01'])
  expect([run.code, run.err.replace(/^\d.*$/gm, '').trim()], run.out).toEqual([0, ''])
  expect(run.out).toContain('Undecided by it: 1 paid line, which the next pass decides, now.')
  expect(run.out).toContain('All paid lines are decided.')
  expect(await granted()).toEqual([{ granted: 100 }])
  expectNoSecret(run)

  for (const day of ['2025-01-01', '2025-01-02']) {
    const again = await runCommand(['sync', '--credits-since', day])
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('give an earlier day')])
  }
  for (const args of [['2025-13-01'], ['yesterday'], ['2024-01-01', '--dry-run']])
    expect((await runCommand(['sync', '--credits-since', ...args])).code).toBe(2)
  expect(await granted()).toEqual([{ granted: 100 }])
})

test('a missing variable is named, and it ends with 1', async () => {
  const run = await runCommand(['sync'], {
    env: { ...worldVariables(), STRIPE_API_KEY: undefined },
  })
  expect(run).toMatchObject({ code: 1 })
  expect(run.err).toContain('config_missing: "STRIPE_API_KEY" is not set')
})

test('if Stripe refuses, it says why and ends with 1; the next run resumes', async () => {
  createCrowd(250)
  world.stripe.control({
    faults: [{ path: '/v1/customers', permission: 'rak_customer_read', times: 1 }],
  })
  const run = await runCommand(['sync'])
  expect(run).toMatchObject({ code: 1 })
  expect(run.err).toMatch(/^permission_missing: /m)
  expectNoSecret(run)
  expect(await runCommand(['sync'])).toMatchObject({ code: 0 })
  await expectUpToDate()
})

test('Ctrl-C ends it with 130, and the next run resumes where it left off', async () => {
  createCrowd(900)
  const released = Promise.withResolvers<void>()
  const path = '/v1/customers'
  // The first lists are answered, and the others only when it has been told to stop.
  const faults = [
    { path, times: 3 },
    { path, until: released.promise },
  ]
  world.stripe.control({ faults })
  const run = startCommand(['sync'])
  await run.until(async () => (await world.rows()).length >= 100)
  run.signal('SIGINT')
  released.resolve()
  const stopped = await run.ended
  expect(stopped).toMatchObject({ code: 130 })
  expect(stopped.out).toContain('The next run resumes where this one left off.')
  expectNoSecret(stopped)
  expect((await world.rows()).length).toBeLessThan(900)

  world.stripe.control({ faults: [] })
  expect(await runCommand(['sync'])).toMatchObject({ code: 0 })
  await expectUpToDate()
})

test('Ctrl-C is noticed in the middle of a pause that Stripe asked for', async () => {
  createCrowd(5)
  const pause = 60
  world.stripe.control({
    faults: [{ path: '/v1/customers', status: 429, retryAfter: pause, shouldRetry: false }],
  })
  const run = startCommand(['sync'])
  await run.until(() => world.stripe.calls.some(({ status }) => status === 429))
  const pausedAt = performance.now()
  run.signal('SIGINT')
  expect(await run.ended).toMatchObject({ code: 130 })
  expect(performance.now() - pausedAt).toBeLessThan(pause * 1000)
})

test('on a terminal a bar is drawn, and gone at the end', async () => {
  createCrowd(250)
  const env = worldVariables()
  const { code, raw, text } = await openTerminal({
    args: ['sync'],
    env,
    folder: import.meta.dirname,
  }).ended
  expect(code, text).toBe(0)
  const drawn = raw.split('\r\u001b[K')
  expect(drawn.slice(1, -1).join('\n')).toMatch(/^\[#*\.*\] \d+ customers, \d+ a second/m)
  for (const line of drawn.slice(1, -1)) expect(line.trimEnd().length).toBeLessThanOrEqual(80)
  expect(drawn.at(-1)).toMatch(/^Customers at Stripe: 250 listed/)
})
