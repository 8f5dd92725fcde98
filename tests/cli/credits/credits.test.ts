import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { keys, openTerminal } from '../terminal/open-terminal.ts'
import { runCommand, worldVariables } from '../terminal/run-command.ts'

const [ada, bob] = ['ada@example.com', 'bob@example.com']
let world: World
let [pack, plan] = ['', '']
beforeEach(async () => {
  world = await emptyWorld()
  const product = world.stripe.createProduct({ name: 'A hundred credits' }).id
  const sell = (recurring: { interval: 'month' } | null) => {
    const metadata = { credits: '100' }
    const of = { product, unit_amount: 1000, currency: 'eur', metadata, recurring }
    return world.stripe.createPrice(of).id
  }
  pack = sell(null)
  plan = sell({ interval: 'month' })
  expect((await world.tick()).status).toBe(200)
})

const sql = async <T>(text: string) => (await world.supabase.database.query<T>(text)).rows
const run = (...args: string[]) => runCommand(['credits', ...args])

/** Buys a hundred credits the whole way. @returns the session's id */
async function buy(price = pack, email = ada): Promise<string> {
  const { id: link } = world.stripe.createPaymentLink({ lines: [{ price, quantity: 1 }] })
  const session = world.stripe.followLink(link).id
  world.stripe.payCheckout(session, { email })
  await world.stripe.settled()
  return session
}

async function balanceOf(email: string): Promise<number | undefined> {
  const { out } = await run('show', email, '--json')
  return (JSON.parse(out) as { account?: { balance: number } }).account?.balance
}

test('an owner helps a customer: shows, gives, takes and moves, and all of it adds up', async () => {
  const session = await buy()
  const given = await run(
    'give',
    ' ADA@example.com ',
    '10',
    '--note',
    'sorry',
    '--key',
    'k',
    '--yes',
  )
  expect([given.code, given.err], given.out).toEqual([0, ''])
  expect(given.out).toContain('ada@example.com has 100 credits in test mode.')
  expect(given.out).toContain('Given. Balance: 110.')
  const again = await run('give', ada, '10', '--key', 'k', '--yes')
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('nothing was given now') })

  const taken = await run('take', ada, '150', '--key', 'work', '--yes')
  expect(taken.out).toContain('They will owe 40')
  expect(taken.out).toContain('Taken. Balance: -40.')

  const shown = await run('show', ada)
  expect(shown).toMatchObject({ code: 0, err: '' })
  expect(shown.out).toContain('ada@example.com has -40 credits in test mode.')
  expect(shown.out).toContain('In all: bought 100, given 10, spent 150, owed 40.')
  expect(shown.out).toMatch(/charged +150 credits, 40 of it owed, key work/)
  expect(shown.out).toMatch(/given +10 credits, 0 left, key k, "sorry"/)
  expect(shown.out).toContain(`bought      100 credits, 0 left, ${session}`)

  await run('give', bob, '50', '--yes')
  const moved = await run('move', ada, bob, '--yes')
  expect([moved.code, moved.err], moved.out).toEqual([0, ''])
  expect(moved.out).toContain('Moved: 2 lines, 0 credits of them left, 40 owed.')
  expect(moved.out).toContain('Balance of bob@example.com: 10.')
  expect([await balanceOf(ada), await balanceOf(bob)]).toEqual([0, 10])
  expect(await run('audit')).toMatchObject({ code: 0 })
  for (const { out, err } of [given, taken, shown, moved])
    for (const secret of [world.stripe.apiKey, world.supabase.secretKey])
      expect(out + err).not.toContain(secret)
})

test('a move is still there after the next webhook, and says what stays behind', async () => {
  await buy(plan)
  const customer = world.stripe.customers()[0]!.id
  const { out } = await run('move', ada, bob, '--yes')
  expect(out).toContain(`Stripe has another address for ${customer}`)
  world.stripe.updateCustomer(customer, { name: 'Ada' })
  await world.stripe.settled()
  await runCommand(['sync', '--full'])
  expect([await balanceOf(ada), await balanceOf(bob)]).toEqual([0, 100])
})

/** As the page makes one. @returns its secret, which only the customer has */
async function makeToken(email: string): Promise<string> {
  const [row] = await sql<{ token: string }>(
    `with made as materialized (select private.make_secret(false) as token), kept as (
       insert into private.api_tokens (hash, livemode, account_id, name, last_four)
       select private.hash_token(made.token), false, account.id, 'an agent', right(made.token, 4)
       from made, private.accounts as account where account.address = '${email}'
     ) select token from made`,
  )
  return row!.token
}

async function isGood(token: string): Promise<boolean> {
  const [row] = await sql<{ outcome: string }>(
    `select public.account_of(token => '${token}', live => false) ->> 'outcome' as outcome`,
  )
  return row!.outcome === 'found'
}

test('an owner ends every token of one account: nobody else’s, once, and the credits stay', async () => {
  for (const email of [ada, bob]) await run('give', email, '10', '--yes')
  const [leaked, other, bobs] = [await makeToken(ada), await makeToken(ada), await makeToken(bob)]
  const goods = async () => Promise.all([leaked, other, bobs].map(isGood))

  const planned = await run('end-tokens', ada, '--dry-run')
  expect(planned).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('Will be ended: every token of the account'),
  })
  expect(await goods()).toEqual([true, true, true])

  const ended = await run('end-tokens', ' ADA@example.com ', '--yes')
  expect([ended.code, ended.err], ended.out).toEqual([0, ''])
  expect(ended.out).toContain('Ended: 2 tokens.')
  expect(await goods()).toEqual([false, false, true])
  expect(await balanceOf(ada)).toBe(10)

  const again = await run('end-tokens', ada, '--yes', '--json')
  expect(JSON.parse(again.out)).toMatchObject({
    command: 'credits end-tokens',
    ok: true,
    mode: 'test',
    address: ada,
    isDryRun: false,
    outcome: 'ended',
    ended: 0,
  })
  for (const { out } of [planned, ended, again]) expect(out).not.toContain(leaked)
})

test('nothing is changed by --dry-run, or by a no; Ctrl-C ends with 130, and a yes does it', async () => {
  await buy()
  for (const args of [
    ['give', ada, '5'],
    ['take', ada, '5'],
    ['move', ada, bob],
  ])
    expect(await run(...args, '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing was changed.'),
    })
  const ask = async (typed: string) => {
    const folder = import.meta.dirname
    const args = ['credits', 'take', ada, '5']
    const terminal = openTerminal({ args, env: worldVariables(), folder })
    await terminal.expect('Take 5 credits from ada@example.com?')
    terminal.type(typed)
    return (await terminal.ended).code
  }
  expect(await ask(keys.enter)).toBe(1)
  expect(await ask(keys.ctrlC)).toBe(130)
  expect(await balanceOf(ada)).toBe(100)
  expect(await ask('y')).toBe(0)
  expect(await balanceOf(ada)).toBe(95)
})

describe('the audit', () => {
  test('names what Stripe does not know, and what is taken back otherwise than Stripe says', async () => {
    const session = await buy()
    await buy(plan)
    expect(await run('audit')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Lots that were bought: 2, and Stripe says the same of each.'),
    })
    await sql(`update private.purchases set revoked = 30 where source = '${session}'`)
    const differing = await run('audit')
    expect(differing.code).toBe(1)
    expect(differing.out).toMatch(
      new RegExp(`${session} \\S+, 100 credits: 30 taken back here, 0 by`),
    )

    await sql(
      `update private.purchases set revoked = 0, source = 'cs_test_planted' where source = '${session}'`,
    )
    const unknown = await run('audit', '--json')
    expect(unknown.code).toBe(1)
    expect(JSON.parse(unknown.out)).toMatchObject({
      command: 'credits audit',
      ok: false,
      rows: [],
      differences: [{ source: 'cs_test_planted', granted: 100, expected: null }],
    })
  })

  test('agrees with a refund of a part, of an order and of a bill', async () => {
    await buy()
    await buy(plan)
    for (const { id } of world.stripe.charges()) world.stripe.refundCharge(id, 333)
    await world.stripe.settled()
    expect(await balanceOf(ada)).toBe(132)
    expect(await run('audit')).toMatchObject({ code: 0 })
    // And would notice if the table said otherwise.
    await sql('update private.purchases set revoked = 33 where granted > 0')
    expect((await run('audit')).out.match(/33 taken back here, 34 by/g)).toHaveLength(2)
  })

  test('names rows that do not add up, and undecided lines with why', async () => {
    await run('give', ada, '10', '--yes')
    await run('take', ada, '4', '--yes')
    await sql('update private.purchases set spent = 5')
    await sql(
      `insert into private.purchases
         (livemode, source, line, account_id, status, starts_at, price, last_ticket, read_ticket)
       select false, 'in_1', 'il_1', id, 'paid', now(), 'price_gone', 1, 1 from private.accounts`,
    )
    const { code, out } = await run('audit')
    expect(code).toBe(1)
    expect(out).toContain('Charges and lots: do not add up.')
    expect(out).toContain('Paid lines that are undecided: 1.')
    expect(out).toContain('in_1 il_1: the price price_gone is not in the table')
    expect((await run('show', ada)).out).toContain('Undecided: 1 paid line.')
  })
})

test('whom nobody knows: it says so, and ends with 1', async () => {
  for (const args of [
    ['show', ada],
    ['take', ada, '1', '--yes'],
    ['move', ada, bob, '--yes'],
    ['end-tokens', ada, '--yes'],
  ]) {
    const { code, err } = await run(...args)
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^ada@example.com has no account in test/),
    ])
  }
})

test('a key that was used for something else changes nothing, and ends with 1', async () => {
  await run('give', ada, '10', '--key', 'k', '--yes')
  await run('take', ada, '3', '--key', 'k', '--yes')
  for (const args of [
    ['give', ada, '11'],
    ['take', ada, '4'],
  ]) {
    const { code, err } = await run(...args, '--key', 'k', '--yes')
    expect([code, err]).toEqual([1, expect.stringContaining('used for something else before')])
  }
  expect(await balanceOf(ada)).toBe(7)
})

test.each([
  ['no verb', []],
  ['an unknown verb', ['lend', ada]],
  ['no number', ['give', ada, '--yes']],
  ['a number that is none', ['give', ada, '1e3', '--yes']],
  ['no credits', ['take', ada, '0', '--yes']],
  ['a day that no month has', ['give', ada, '1', '--ends', '2099-02-30', '--yes']],
  ['a time that is over', ['give', ada, '1', '--ends', '2020-01-01', '--yes']],
  ['an address in a key', ['give', ada, '1', '--key', bob, '--yes']],
  ['the same address twice', ['move', ada, 'ADA@example.com', '--yes']],
  ['nobody to ask', ['give', ada, '1']],
  ['nobody to ask before tokens end', ['end-tokens', ada]],
  ['an option of another verb', ['move', ada, bob, '--note', 'x', '--yes']],
])('%s: it prints how to use it, and ends with 2', async (_, args) => {
  const { code, out, err } = await run(...args)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('Usage: npm run credits')
})

test('what is missing in .env is named', async () => {
  const env = { ...worldVariables(), STRIPE_API_KEY: undefined, SUPABASE_SECRET_KEY: undefined }
  const { code, err } = await runCommand(['credits', 'show', ada], { env })
  expect(code).toBe(2)
  expect(err).toContain('Set in .env: SUPABASE_SECRET_KEY; STRIPE_API_KEY')
})
