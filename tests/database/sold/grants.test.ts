import { beforeEach, describe, expect, test } from 'vitest'
import { useDatabase } from '../use-database.ts'

const database = useDatabase()
const cus = 'cus_ada'

const takeTicket = async () =>
  (await database.asServer<{ ticket: number }>('select take_read_ticket() as ticket'))[0]!.ticket

const price = {
  id: 'price_pro',
  interval: 'month' as string | null,
  credits: 1000 as number | null,
  per100: null as number | null,
  last: null as string | null,
  unreadable: [] as string[],
}
async function offer(changes: Partial<typeof price> = {}): Promise<void> {
  const { id, interval, credits, per100, last, unreadable } = { ...price, ...changes }
  await database.asOwner(
    `insert into stripe_prices (stripe_price_id, stripe_product_id, livemode, active, deleted, currency, interval,
       interval_count, credits, credits_per_100, credits_last, unreadable, last_ticket, read_ticket, updated_at)
     values ($1, 'prod_pro', true, true, false, 'eur', $2, $3, $4, $5, $6, $7, 1, 1, now())
     on conflict (livemode, stripe_price_id) do update
       set credits = excluded.credits, credits_per_100 = excluded.credits_per_100, unreadable = excluded.unreadable`,
    [id, interval, interval && 1, credits, per100, last, unreadable],
  )
}
const product = (credits: number | null = null, unreadable: string[] = []) =>
  database.asOwner(
    `insert into stripe_products (livemode, stripe_product_id, active, deleted, name, credits, unreadable, last_ticket,
       read_ticket, updated_at)
     values (true, 'prod_pro', true, false, 'Pro', $1, $2, 1, 1, now())`,
    [credits, unreadable],
  )
const since = (at: string) => database.asServer('select begin_credits(true, $1)', [at])

const monthly = {
  line: 'il_1',
  price: 'price_pro',
  product: 'prod_pro',
  quantity: 1,
  status: 'paid',
  starts_at: '2026-11-20T12:00:00Z',
  ends_at: '2026-12-20T12:00:00Z' as string | null,
  access_until: null,
  chain: 'si_1' as string | null,
  paid: 1200,
  cost: 1200 as number | null,
  worth: 1000,
  currency: 'eur',
}
const once = { ...monthly, ends_at: null, chain: null, access_until: 'infinity' }
const paid = (captured = 1200, taken_back = 0) => ({ captured, taken_back })
const invoice = (line: object, changes: object = {}) => ({
  source: 'in_1',
  customer: cus,
  paid_at: '2026-11-20T12:05:00Z',
  payments: paid(),
  lines: [{ ...monthly, ...line }],
  ...changes,
})
async function record(read: object, ticket?: number): Promise<string> {
  const [row] = await database.asServer<{ told: { outcome: string } }>(
    'select record_purchase(true, $1, $2) as told',
    [read, ticket ?? (await takeTicket())],
  )
  return row!.told.outcome
}

type Lot = { source: string; granted: number | null; revoked: number; until: string | null }
const lots = () =>
  database.asOwner<Lot>(
    `select source, granted::int, revoked::int,
       case when lot_until = 'infinity' then 'forever' else (lot_until at time zone 'utc')::date::text end as until
     from private.purchases order by source, line`,
  )
const lot = async () => (await lots())[0]

async function place(email = 'ada@example.com', id = cus): Promise<void> {
  await database.asServer('select record_customers($1, $2)', [
    [{ stripe_customer_id: id, email, livemode: true, deleted: false }],
    await takeTicket(),
  ])
}
const balanceOf = async (address: string) =>
  (
    await database.asServer<{ told: { balance: number } }>(
      'select account_of(address => $1) as told',
      [address],
    )
  )[0]!.told.balance
const charge = (cost: number, key: string) =>
  database.asServer(`select charge_credits(address => 'ada@example.com', cost => $1, key => $2)`, [
    cost,
    key,
  ])

beforeEach(async () => {
  await place()
  await product()
  await since('2026-11-01T00:00:00Z')
})

describe('a paid line grants', () => {
  test.each<[string, object, object, number]>([
    ['what the price promises', {}, {}, 1000],
    ['that for each unit', {}, { quantity: 3 }, 3000],
    ['the share of its period', {}, { ends_at: '2026-12-05T12:00:00Z' }, 500],
    [
      'a whole month, however long',
      {},
      { starts_at: '2027-01-31T12:00:00Z', ends_at: '2027-02-28T12:00:00Z' },
      1000,
    ],
    ['never more than that', {}, { ends_at: '2027-11-20T12:00:00Z' }, 1000],
    [
      'of the rest of a period, no more than its days of that period',
      {},
      // Of 31 days, though a month from then has 28.
      {
        starts_at: '2027-02-10T12:00:00Z',
        ends_at: '2027-02-15T12:00:00Z',
        is_prorated: true,
      },
      Math.floor((1000 * 5) / 31),
    ],
    [
      'and no more than its days of a month',
      {},
      {
        starts_at: '2027-03-05T12:00:00Z',
        ends_at: '2027-03-15T12:00:00Z',
        is_prorated: true,
      },
      Math.floor((1000 * 10) / 31),
    ],
    ['the share that was paid in money, rounded down', {}, { paid: 1199 }, 999],
    ['nothing for what a balance paid', {}, { paid: 0 }, 0],
    ['nothing for a trial', {}, { paid: 0, cost: 1 }, 0],
    ['everything for what a discount paid', {}, { paid: 1, cost: 1 }, 1000],
    ['by what was paid, before tax', { credits: null, per100: 50 }, {}, 500],
    ['both', { per100: 50 }, {}, 1500],
    ['nothing that nobody promised', { credits: null }, {}, 0],
    ['nothing, if it is access', {}, { cost: null }, 0],
  ])('%s', async (_, promise, sold, granted) => {
    await offer(promise)
    expect(await record(invoice(sold))).toBe('recorded')
    expect(await lot()).toMatchObject({ granted })
  })

  test('what the product promises where the price says nothing', async () => {
    await database.asOwner('update stripe_products set credits = 70')
    await offer({ credits: null })
    await record(invoice({}))
    expect(await lot()).toMatchObject({ granted: 70 })
  })

  test.each<[string, object, object, string | null]>([
    ['a period and a week', {}, {}, '2026-12-27'],
    ['as many days as the owner says', { last: '90d' }, {}, '2027-02-18'],
    ['forever, if the owner says so', { last: 'forever' }, {}, 'forever'],
    ['forever, if it was paid once', { interval: null }, once, 'forever'],
    ['no time, if there are none', { credits: null }, {}, null],
  ])('for %s', async (_, promise, sold, until) => {
    await offer(promise)
    await record(invoice(sold))
    expect(await lot()).toMatchObject({ until })
  })

  test('nothing if it was paid before the site promised any', async () => {
    await offer()
    await record(invoice({}, { paid_at: '2026-10-31T23:59:59Z', payments: null }))
    expect(await lot()).toMatchObject({ granted: 0 })
  })
})

describe('what nobody can tell is undecided', () => {
  test('while the price isn’t here; then it is fixed, whatever the owner writes there later', async () => {
    expect(await record(invoice({}))).toBe('recorded')
    expect(await lot()).toMatchObject({ granted: null })
    await offer()
    await record(invoice({}))
    expect(await lot()).toMatchObject({ granted: 1000 })
    await offer({ credits: 5000 })
    await record(invoice({}))
    expect(await lot()).toMatchObject({ granted: 1000 })
  })

  test('while a promise can’t be read', async () => {
    await offer({ credits: null, unreadable: ['credits'] })
    await record(invoice({}))
    expect(await lot()).toMatchObject({ granted: null })
  })

  test('but a price’s own promise makes up for the product’s', async () => {
    await database.asOwner(`update stripe_products set unreadable = '{credits}'`)
    await offer()
    await record(invoice({}))
    expect(await lot()).toMatchObject({ granted: 1000 })
    await offer({ credits: null })
    await record(invoice({ line: 'il_2' }))
    expect(await lots()).toMatchObject([{ granted: 1000 }, { granted: null }])
  })

  test('where it was paid in another currency than the promise is about', async () => {
    await offer({ per100: 50 })
    await record(invoice({ currency: 'usd' }))
    expect(await lot()).toMatchObject({ granted: null })
  })

  test('until it is known since when there are credits', async () => {
    await database.asOwner('delete from private.credits_since')
    await offer()
    await record(invoice({}, { payments: null }))
    expect(await lot()).toMatchObject({ granted: null })
  })

  test('a promise for the past is made on purpose only, by what is promised today', async () => {
    await offer()
    await record(invoice({}, { paid_at: '2026-10-05T12:00:00Z' }))
    await database.asServer(`select move_credits_since(true, '2026-10-01T00:00:00Z')`)
    expect(await lot()).toMatchObject({ granted: null })
    await record(invoice({}, { paid_at: '2026-10-05T12:00:00Z' }))
    expect(await lot()).toMatchObject({ granted: 1000 })
    await expect(
      database.asServer(`select move_credits_since(true, '2026-10-02T00:00:00Z')`),
    ).rejects.toMatchObject({ code: '22023' })
  })
})

describe('what was paid and taken back', () => {
  beforeEach(() => offer())

  test('is asked for where credits depend on it, and only there', async () => {
    expect(await record(invoice({}, { payments: null }))).toBe('payments_wanted')
    expect(await lots()).toEqual([])
    await record(invoice({}))
    expect(await record(invoice({}, { payments: null }))).toBe('payments_wanted')
    expect(await record(invoice({}, { payments: null, is_listed: true }))).toBe('recorded')
    await record(invoice({}, { payments: null, source: 'in_2', paid_at: '2026-10-01T00:00:00Z' }))
    expect(await lots()).toMatchObject([{ granted: 1000 }, { source: 'in_2', granted: 0 }])
  })

  test.each([
    [0, 0],
    [1, 1],
    [600, 500],
    [601, 501],
    [1200, 1000],
    [2400, 1000],
  ])('of 1200, %i takes back %i of 1000', async (taken, revoked) => {
    await record(invoice({}, { payments: paid(1200, taken) }))
    expect(await lot()).toMatchObject({ revoked })
    await record(invoice({}, { payments: paid(1200, 0) }))
    expect(await lot()).toMatchObject({ revoked: 0 })
  })

  test('is forgotten by no read that began before it was recorded', async () => {
    const [one, other, late] = [await takeTicket(), await takeTicket(), await takeTicket()]
    await record(invoice({}), one)
    expect(await record(invoice({}, { payments: paid(1200, 1200) }))).toBe('recorded')
    // Its number is later than the first read's, and its read is older than the refund.
    expect(await record(invoice({}), other)).toBe('overtaken')
    expect(await lot()).toMatchObject({ granted: 1000, revoked: 1000 })
    // So it is with a source whose reader was faster than one with an earlier number.
    const next = { source: 'in_2' }
    const [early, slow] = [await takeTicket(), await takeTicket()]
    await record(invoice({}, { ...next, payments: paid(1200, 600) }), early)
    expect(await record(invoice({}, next), slow)).toBe('overtaken')
    expect(await record(invoice({}, next), late)).toBe('overtaken')
    expect(await lots()).toMatchObject([{ revoked: 1000 }, { revoked: 500 }])
  })

  test('is owed by what the same customer buys later, before anybody can spend it', async () => {
    await record(invoice({}))
    await charge(800, 'a')
    await record(invoice({}, { payments: paid(1200, 1200) }))
    expect(await balanceOf('ada@example.com')).toBe(0)
    const next = { line: 'il_2', starts_at: monthly.ends_at, ends_at: '2027-01-20T12:00:00Z' }
    await record(
      invoice({ ...next, starts_at: '2026-11-20T12:00:00Z', chain: 'si_2' }, { source: 'in_2' }),
    )
    expect(await balanceOf('ada@example.com')).toBe(200)
  })

  test('from a stranger’s gift costs the receiver the gift, and nothing else', async () => {
    await record(invoice({}))
    await charge(300, 'a')
    const [{ account } = { account: '' }] = await database.asOwner<{ account: string }>(
      'select id as account from private.accounts',
    )
    await place('mallory@example.com', 'cus_mallory')
    const gift = (taken: number) =>
      invoice(once, {
        source: 'cs_gift',
        customer: 'cus_mallory',
        reference: account,
        payments: paid(1200, taken),
      })
    await record(gift(0))
    expect(await balanceOf('ada@example.com')).toBe(1700)
    await charge(1500, 'b')
    await record(gift(1200))
    expect(await balanceOf('ada@example.com')).toBe(0)
    await record(invoice({ chain: 'si_2' }, { source: 'in_2' }))
    expect(await balanceOf('ada@example.com')).toBe(1000)
  })
})

describe('periods of one item follow each other', () => {
  const periods = [
    ['2026-11-20', '2026-12-20'],
    ['2026-12-20', '2027-01-20'],
    ['2027-01-20', '2027-02-20'],
  ] as const
  const at = (day: string) => `${day}T12:00:00Z`

  test.each([
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ])('recorded in the order %i, %i, %i', async (...order) => {
    await offer()
    for (const each of order) {
      const [starts, ends] = periods[each]!
      await record(invoice({ starts_at: at(starts), ends_at: at(ends) }, { source: `in_${each}` }))
    }
    expect(await lots()).toMatchObject([
      { until: '2026-12-20' },
      { until: '2027-01-20' },
      { until: '2027-02-27' },
    ])
  })

  test('but what was bought in the middle of one ends nothing', async () => {
    await offer()
    await record(invoice({}))
    await record(invoice({ starts_at: at('2026-12-01') }, { source: 'in_2' }))
    expect(await lots()).toMatchObject([
      { until: '2026-12-27' },
      { until: '2026-12-27', granted: 612 },
    ])
  })
})

test('a customer whose address changes takes the credits along', async () => {
  await offer()
  await record(invoice({}))
  await charge(300, 'a')
  await place('ada@elsewhere.example')
  expect(await balanceOf('ada@example.com')).toBe(0)
  expect(await balanceOf('ada@elsewhere.example')).toBe(700)
  const [row] = await database.asServer<{ told: unknown }>(
    `select charge_credits(address => 'ada@example.com', cost => 1, key => 'b') as told`,
  )
  expect(row!.told).toMatchObject({ outcome: 'credits_short' })
})
