import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { look } from '../../../cli/look/index.ts'
import { parseAddress } from '../../../cli/person/parse-address.ts'
import type { Verdict } from '../../../cli/look/verdict.ts'
import type { Variables } from '../terminal/run-command.ts'
import { catchOutput, useDesk } from './person-desk.ts'

const desk = useDesk()
const ada = 'ada@example.com'
const silent = { silent: true }

type Told = { verdict: Verdict; code: number } & Record<string, unknown>

async function lookAt(email: string, env: Variables = {}): Promise<Told> {
  const order = { world: await desk.open(env), address: parseAddress(email), out: catchOutput() }
  const { code, report } = await look(order)
  return { ...report, code } as Told
}

async function setUser(set: string): Promise<void> {
  await desk.sql(`update auth.users set ${set} where email = '${ada}'`)
}

function buyAsGuest() {
  const product = desk.stripe.createProduct({ name: 'Cup' }).id
  const price = { product, unit_amount: 1250, currency: 'eur', recurring: null }
  const lines = [{ price: desk.stripe.createPrice(price).id, quantity: 1 }]
  return desk.stripe.createSale({ email: ada, lines })
}

async function buy(email = ada): Promise<string> {
  return desk.knownCustomer(email)
}

/** What docs/support.md says that the first line may be; `...` is anything. */
const documented = [
  ...readFileSync('docs/support.md', 'utf8').matchAll(/^\| ((?:They|Nobody|Stripe) .*?) +\|/gm),
].map(([, cell = '']) => {
  const pattern = cell
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/ ?\\\.\\\.\\\. ?/g, '.*')
    .replaceAll(/\d+/g, '\\d+')
    .replaceAll(/\b(account|customer|minute)s?\b/g, '$1s?')
  return new RegExp(`^${pattern}$`)
})

describe('the verdict', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['sees', async () => [await buy(), await desk.signIn(ada)]],
    ['never_asked', () => buy()],
    [
      'never_signed_in',
      async () => [
        await buy(),
        await desk.signIn(ada),
        await setUser('last_sign_in_at = null, confirmation_sent_at = now()'),
      ],
    ],
    ['no_customer', () => desk.signIn(ada)],
    ['no_customer', async () => undefined],
    ['guest_only', async () => buyAsGuest()],
    ['other_mode', () => desk.plantRow('cus_ofLiveMode', ada, true)],
    ['customer_deleted', async () => desk.stripe.deleteCustomer(await buy())],
    [
      'customer_moved',
      async () => desk.stripe.updateCustomer(await buy(), { email: 'ada@new.example' }),
    ],
    [
      'some_missed',
      async () => [await buy(), desk.stripe.createCustomer({ email: 'ADA@example.com' }, silent)],
    ],
    [
      'user_banned',
      async () => [await buy(), await desk.signIn(ada), await setUser("banned_until = 'infinity'")],
    ],
    [
      'user_has_phone',
      async () => [await buy(), await desk.signIn(ada), await setUser("phone = '4912345'")],
    ],
    [
      'user_lost',
      async () => [await buy(), await desk.signIn(ada), await setUser('deleted_at = now()')],
    ],
    [
      'rate_limited',
      async () => [
        await buy(),
        await desk.signIn(ada),
        await desk.sql(
          `insert into private.link_requests values ('${ada}', now(), 121)
           on conflict (address) do update set requests = 121, window_started_at = now()`,
        ),
      ],
    ],
    [
      'just_moved',
      async () => [
        await buy(),
        await desk.signIn(ada),
        await desk.sql(
          `insert into private.address_moves select id, now() from auth.users where email = '${ada}'`,
        ),
      ],
    ],
  ])('%s', async (kind, arrange) => {
    await arrange()
    await desk.stripe.settled()
    const told = await lookAt(ada)
    expect(told.verdict, JSON.stringify(told)).toMatchObject({ kind, isSeeing: kind === 'sees' })
    expect(told.code).toBe(kind === 'sees' ? 0 : 1)
    expect(told.verdict.remedy === undefined).toBe(kind === 'sees')
    const { says } = told.verdict
    expect(
      documented.filter((line) => line.test(says.replaceAll('accounts', 'account'))),
      says,
    ).not.toEqual([])
  })

  test('is what the page shows: "sees" and "never_asked" with as many links', async () => {
    for (const email of [ada, 'ADA@example.com', ' ada@example.com ']) await buy(email)
    const { links } = await desk.links({ email: ada })
    expect((await lookAt(ada)).verdict.says).toContain(`${links.length} billing accounts`)
    expect(links).toHaveLength(3)
  })

  test('one that only a list of another spelling finds is shown by the page, too', async () => {
    desk.stripe.createCustomer({ email: 'ADA@Example.com' }, silent)
    expect((await lookAt(ada)).verdict.kind).toBe('never_asked')
    expect((await desk.links({ email: ada })).links).toHaveLength(1)
  })

  test('compares as the database does: any case of ASCII letters, no other letters', async () => {
    await buy('Ada@Example.COM')
    expect((await lookAt('  aDA@example.com ')).verdict.kind).toBe('never_asked')
    await buy('jürgen@example.com')
    expect((await lookAt('jürgen@example.com')).verdict.kind).toBe('address_unprovable')
    expect(await lookAt('JÜRGEN@example.com')).toMatchObject({ rows: [] })
    // A Kelvin sign is no k.
    await buy('kim@example.com')
    expect(await lookAt('\u212Aim@example.com')).toMatchObject({ rows: [] })
  })

  test('what only Stripe’s search takes for the same is another address', async () => {
    // A Kelvin sign, which the search lowers to a k.
    desk.stripe.createCustomer({ email: '\u212Aim@example.com' }, silent)
    const { verdict } = await lookAt('kim@example.com')
    expect(verdict).toMatchObject({ kind: 'similar_only', isSeeing: false })
    expect((await desk.links({ email: 'kim@example.com' })).links).toEqual([])
  })

  test('an address with quotes is an address', async () => {
    const email = "o'hara'--@example.com"
    await buy(email)
    await desk.signIn(email)
    expect((await lookAt(email)).verdict).toMatchObject({ kind: 'sees' })
  })

  test('however many a stranger has planted, Stripe is asked no more than a bounded number of times', async () => {
    // Each letter small or large.
    const spellings = Array.from({ length: 64 }, (_, place) =>
      ada
        .split('')
        .map((letter, bit) => (place & (1 << bit) ? letter.toUpperCase() : letter))
        .join(''),
    )
    for (const [place, email] of spellings.entries()) {
      await desk.plantRow(`cus_planted${place}`, email)
      desk.stripe.createCustomer({ email }, silent)
    }
    const told = await lookAt(ada)
    expect(told.stripe).toMatchObject({ isCut: true, unasked: expect.any(Number) })
    expect(desk.stripe.calls.length).toBeLessThan(60)
  })

  test('names the rows that are late', async () => {
    await buy()
    await desk.plantRow('cus_longGone', ada)
    const told = await lookAt(ada)
    expect(told).toMatchObject({ stripe: { late: [{ id: 'cus_longGone', now: 'unknown' }] } })
  })
})

describe('what could not be asked', () => {
  test('is unknown without a token, and Stripe and the table are asked all the same', async () => {
    await buy()
    const told = await lookAt(ada, { SUPABASE_ACCESS_TOKEN: undefined })
    expect(told).toMatchObject({
      code: 1,
      verdict: { kind: 'would_see', isSeeing: null },
      rows: [{ address: ada }],
      users: { unknown: expect.stringContaining('SUPABASE_ACCESS_TOKEN') },
    })
    // The log of the Data API has whatever is in an address.
    for (const { path, query } of desk.supabase.calls) expect(path + query).not.toContain('ada')
    expect(desk.supabase.calls.map(({ query }) => query).join()).toContain('cus_')
  })

  test('is never taken for "nothing": Stripe refuses, the verdict is unknown, and it ends with 1', async () => {
    await buy()
    desk.stripe.control({ faults: [{ path: '/v1/customers', status: 500 }] })
    const told = await lookAt(ada)
    expect(told).toMatchObject({ verdict: { kind: 'stripe_unknown', isSeeing: null }, code: 1 })
  })

  test('is unknown where the table refuses', async () => {
    await buy()
    const told = await lookAt(ada, {
      SUPABASE_ACCESS_TOKEN: undefined,
      SUPABASE_SECRET_KEY: 'sb_secret_x',
    })
    expect(told).toMatchObject({ verdict: { kind: 'table_unknown', isSeeing: null }, code: 1 })
  })

  test('a key without further permissions leaves lines unknown, and the verdict as it is', async () => {
    await buy()
    const required = ['rak_customer_read', 'rak_event_read', 'rak_customer_portal_write']
    desk.stripe.control({ keyPermissions: { rk_test_local: required } })
    const told = await lookAt(ada, { STRIPE_API_KEY: 'rk_test_local' })
    expect(told).toMatchObject({
      verdict: { kind: 'never_asked' },
      stripe: { guestPurchases: null, customers: [{ subscriptions: null }] },
    })
  })
})

describe('the command', () => {
  test('says the verdict first, then what it rests on; and changes nothing', async () => {
    const id = await buy()
    const before = await desk.rows()
    const { code, out, err } = await desk.run(['look', ada])
    // It changes nothing anyway.
    expect(await desk.run(['look', ada, '--dry-run'])).toEqual({ code, out, err })
    expect([code, err]).toEqual([1, ''])
    expect(out).toMatch(/^They would see 1 billing account, but nobody has asked for an email/)
    expect(out).toContain(`https://dashboard.stripe.com/test/customers/${id}`)
    expect(out).toContain('no subscription: anyone could have made it with this address')
    expect(await desk.rows()).toEqual(before)
  })

  test('says what was bought, the credits and the tokens, and of a token no more than its maker sees', async () => {
    await desk.sql(`select give_credits('${ada}', 100, 'thanks', 'a', live => false)`)
    await desk.sql(
      `select charge_credits(cost => 5, key => 'a', address => '${ada}', live => false)`,
    )
    const token = (name: string, set: string) =>
      desk.sql(`insert into private.api_tokens
        (hash, livemode, account_id, name, last_four, spend_limit, spent, last_used_on, ended_at)
        select sha256('${name}'), false, a.id, '${name}', 'f00d', ${set} from private.accounts a where a.address = '${ada}'`)
    await token('agent', `50, 5, date '2026-11-26', null`)
    await token('old one', 'null, 0, null, now()')
    const { out } = await desk.run(['look', ada])
    expect(out).toContain('in test mode')
    expect(out).toContain('1 line bought or given, 0 of them open something now')
    expect(out).toContain('95 credits; 1 charge in 90 days')
    expect(out).toContain('token "agent" ending f00d: spent 5 of 50, last used on 2026-11-26')
    expect(out).not.toContain('old one')
    expect((await lookAt('bob@example.com')).accounts).toEqual([])
    const told = await lookAt(ada)
    expect(told.accounts).toMatchObject([{ balance: 95, owed: 0, tokens: [{ name: 'agent' }] }])
    expect(JSON.stringify(told)).not.toMatch(/hash|\\\\x/)
    await desk.sql(
      `select charge_credits(cost => 99, key => 'b', address => '${ada}', allow_debt => true, live => false)`,
    )
    expect((await lookAt(ada)).accounts).toMatchObject([{ balance: -4, owed: 4 }])
    const blind = await lookAt(ada, { SUPABASE_ACCESS_TOKEN: undefined })
    expect(blind.accounts).toEqual({ unknown: expect.stringContaining('SUPABASE_ACCESS_TOKEN') })
  })

  test('--json is one document with the verdict and all that it rests on', async () => {
    await buy()
    const { code, out } = await desk.run(['look', ada, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      command: 'look',
      ok: false,
      verdict: { kind: 'never_asked' },
      stripe: { customers: [{ email: ada }] },
      rows: [{ address: ada }],
      users: [],
    })
  })

  test.each([
    ['no address', []],
    ['no email address', ['ada']],
    ['two addresses', [ada, 'bob@example.com']],
    ['an unknown option', [ada, '--all']],
  ])('%s: it prints how to use it, repeats nothing, and ends with 2', async (_, args) => {
    const { code, out, err } = await desk.run(['look', ...args])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('Usage: npm run look')
    expect(err).not.toMatch(/\b(ada|bob)@example.com\b(?!\.)/)
    expect(desk.stripe.calls).toEqual([])
  })
})
