import { beforeEach, describe, expect, test } from 'vitest'
import { useDatabase } from '../use-database.ts'

type Told = { outcome: string; balance: number } & Record<string, unknown>

const database = useDatabase()
const [ada, bob] = ['ada@example.com', 'bob@example.com']

async function call(name: string, args: Record<string, unknown>): Promise<Told> {
  const names = Object.keys(args)
  const list = names.map((each, at) => `${each} => $${at + 1}`).join(', ')
  const [row] = await database.asServer<{ told: Told }>(
    `select ${name}(${list}) as told`,
    Object.values(args),
  )
  return row!.told
}

const give = (address: string, credits: number, key: string) =>
  call('give_credits', { address, credits, note: null, key })
const charge = (address: string, cost: number, key: string, more: object = {}) =>
  call('charge_credits', { address, cost, key, ...more })
const move = (from = ada, to = bob) => call('move_account', { from_address: from, to_address: to })
const look = (address: string) => call('account_of', { address })
const balances = async () => [(await look(ada)).balance, (await look(bob)).balance]
const settle = async (address: string, key: string, final_cost: number) =>
  call('settle_charge', { account: (await look(address)).account, key, final_cost })

const takeTicket = async () =>
  (await database.asServer<{ ticket: number }>('select take_read_ticket() as ticket'))[0]!.ticket
const place = async (id: string, email: string | null, deleted = false) =>
  database.asServer('select record_customers($1, $2)', [
    [{ stripe_customer_id: id, email, livemode: true, deleted }],
    deleted ? 0 : await takeTicket(),
  ])
const offered = () =>
  database.pglite().exec(
    `insert into stripe_prices (stripe_price_id, stripe_product_id, livemode, active, deleted, currency, credits,
       last_ticket, read_ticket, updated_at)
     values ('price_pro', 'prod_pro', true, true, false, 'eur', 100, 1, 1, now());
     insert into stripe_products (livemode, stripe_product_id, active, deleted, name, last_ticket, read_ticket, updated_at)
     values (true, 'prod_pro', true, false, 'Pro', 1, 1, now())`,
  )

/** A paid line of 100 credits, as the recorder is told of it. */
const sale = (source: string, changes: object = {}) => ({
  source,
  customer: 'cus_ada' as string | null,
  email: ada,
  reference: null,
  paid_at: '2026-11-20T12:05:00Z',
  payments: { captured: 1000, taken_back: 0 },
  lines: [
    {
      line: `li_${source}`,
      price: 'price_pro',
      product: 'prod_pro',
      quantity: 1,
      status: 'paid',
      starts_at: '2026-11-20T12:00:00Z',
      ends_at: null,
      access_until: 'infinity',
      chain: null as string | null,
      paid: 1000,
      cost: 1000,
      worth: 1000,
      currency: 'eur',
    },
  ],
  ...changes,
})
const ofItem = (source: string, chain: string) => {
  const made = sale(source)
  return { ...made, lines: made.lines.map((line) => ({ ...line, chain })) }
}
async function record(read: object): Promise<void> {
  const told = await call('record_purchase', { mode: true, read, ticket: await takeTicket() })
  expect(told.outcome).toBe('recorded')
}
const owners = async () =>
  Object.fromEntries(
    (
      await database.asOwner<{ source: string; address: string }>(
        `select p.source, a.address from private.purchases p join private.accounts a on a.id = p.account_id order by 1`,
      )
    ).map(({ source, address }) => [source, address]),
  )

async function expectSound(): Promise<void> {
  expect(await call('audit_credits', {})).toEqual({ rows: [] })
}

beforeEach(async () => {
  await offered()
  await database.asServer(`select begin_credits(true, '2026-11-01')`)
  await place('cus_ada', ada)
})

describe('a move', () => {
  test('gives all that one account has to another, and both add up', async () => {
    await record(sale('cs_1'))
    await record(sale('cs_guest', { customer: null }))
    await give(ada, 10, 'gift')
    await charge(ada, 30, 'a')
    await give(bob, 5, 'of bob')
    const { account } = await look(ada)
    expect(await move()).toMatchObject({
      outcome: 'moved',
      balance: 185,
      from: account,
      account: (await look(bob)).account,
      lines: 3,
      credits: 180,
      owed: 0,
      customers: ['cus_ada'],
    })
    expect(await balances()).toEqual([0, 185])
    expect(await charge(ada, 1, 'b')).toMatchObject({ outcome: 'credits_short', balance: 0 })
    await expectSound()
  })

  test('takes access along', async () => {
    await record(sale('cs_1'))
    await move()
    expect(await look(ada)).toMatchObject({ access: [] })
    expect(await look(bob)).toMatchObject({ access: ['prod_pro'] })
  })

  test.each<[string, [string, string], string]>([
    ['of an address that has no account', ['nobody@example.com', bob], 'account_unknown'],
  ])('%s changes nothing', async (_, [from, to], outcome) => {
    expect(await move(from, to)).toMatchObject({ outcome })
    expect(await look(to)).toMatchObject({ outcome: 'account_unknown' })
  })

  test.each<[string, string, string]>([
    ['to itself', ada, ' ADA@example.com'],
    ['to no address', ada, 'bob'],
  ])('%s is a mistake', async (_, from, to) => {
    await give(ada, 10, 'gift')
    await expect(move(from, to)).rejects.toMatchObject({ code: '22023' })
  })

  test('never crosses from one mode to the other', async () => {
    await give(ada, 10, 'gift')
    const order = { from_address: ada, to_address: bob, live: false }
    expect(await call('move_account', order)).toMatchObject({ outcome: 'account_unknown' })
    expect(await balances()).toEqual([10, 0])
  })
})

describe('what Stripe says after a move', () => {
  test('of a sale that moved leaves it where it is, and takes back there', async () => {
    await record(sale('cs_1'))
    await charge(ada, 30, 'a')
    await move()
    await record(sale('cs_1', { payments: { captured: 1000, taken_back: 500 } }))
    expect(await owners()).toEqual({ cs_1: bob })
    expect(await balances()).toEqual([0, 20])
    await expectSound()
  })

  test('of the customer takes nothing along that the owner moved, and takes the rest', async () => {
    await record(sale('cs_1'))
    await move()
    await record(sale('cs_2'))
    expect(await owners()).toEqual({ cs_1: bob, cs_2: ada })
    await place('cus_ada', 'carol@example.com')
    expect(await owners()).toEqual({ cs_1: bob, cs_2: 'carol@example.com' })
    await record(sale('cs_1'))
    expect(await owners()).toEqual({ cs_1: bob, cs_2: 'carol@example.com' })
  })

  test('renews a subscription for whom it was moved to', async () => {
    await record(ofItem('sub_1', 'si_1'))
    await record(ofItem('in_1', 'si_1'))
    await move()
    await record(ofItem('in_2', 'si_1'))
    await record(ofItem('in_of_another', 'si_2'))
    expect(await owners()).toEqual({ sub_1: bob, in_1: bob, in_2: bob, in_of_another: ada })
    await expectSound()
  })

  test('follows the customer again where the owner moved it to the address that Stripe has', async () => {
    await record(sale('cs_1'))
    await move(ada, bob)
    expect(await move(bob, ada)).toMatchObject({ customers: [] })
    await place('cus_ada', 'carol@example.com')
    expect(await owners()).toEqual({ cs_1: 'carol@example.com' })
  })

  test('of a deleted customer changes nothing', async () => {
    await record(sale('cs_1'))
    await place('cus_ada', null, true)
    expect(await move()).toMatchObject({ outcome: 'moved', customers: [] })
    await record(sale('cs_1'))
    expect(await owners()).toEqual({ cs_1: bob })
  })
})

describe('a charge whose credits moved', () => {
  test('keeps its key with the account that was charged: it is repeated there, and not charged twice', async () => {
    await give(ada, 100, 'gift')
    await charge(ada, 40, 'k')
    await give(bob, 100, 'of bob')
    await charge(bob, 7, 'k')
    await move()
    expect(await charge(ada, 40, 'k')).toMatchObject({ outcome: 'repeated', balance: 0 })
    expect(await charge(ada, 40, 'k', { allow_debt: true })).toMatchObject({ outcome: 'repeated' })
    expect(await charge(bob, 7, 'k')).toMatchObject({ outcome: 'repeated', balance: 153 })
    await expectSound()
  })

  test('is settled by the name it was charged under, and gives back where the credits are', async () => {
    await give(ada, 100, 'gift')
    await charge(ada, 40, 'k', { open: true })
    await move()
    expect(await settle(ada, 'k', 15)).toMatchObject({ outcome: 'settled' })
    expect(await balances()).toEqual([0, 85])
    await expectSound()
  })

  test('that stays open for an hour is void, and gives back where the credits are', async () => {
    await give(ada, 100, 'gift')
    await charge(ada, 40, 'k', { open: true })
    await move()
    await database.asOwner(`update private.charges set charged_at = now() - interval '2 hours'`)
    expect(await call('close_charges', {})).toEqual({ voided: 1, folded: 0 })
    expect(await balances()).toEqual([0, 100])
    await expectSound()
  })
})

describe('a debt', () => {
  beforeEach(() => database.asOwner('select private.account_for(true, $1)', [ada]))
  const owe = (address: string, credits: number, key: string) =>
    charge(address, credits, key, { allow_debt: true })

  test('moves along, and what the receiver has pays it', async () => {
    await owe(ada, 30, 'debt')
    await give(bob, 20, 'of bob')
    expect(await move()).toMatchObject({ balance: -10, owed: 30, credits: 0 })
    expect(await balances()).toEqual([0, -10])
    expect(await give(ada, 5, 'of ada')).toMatchObject({ balance: 5 })
    expect(await give(bob, 15, 'rest')).toMatchObject({ balance: 5 })
    expect(await owe(ada, 30, 'debt')).toMatchObject({ outcome: 'repeated', balance: 5 })
    await expectSound()
  })

  test('is lowered by a settlement under the name it was charged under', async () => {
    await give(ada, 20, 'of ada')
    await charge(ada, 50, 'k', { allow_debt: true, open: true })
    await move()
    expect(await balances()).toEqual([0, -30])
    expect(await settle(ada, 'k', 10)).toMatchObject({ outcome: 'settled', balance: 0 })
    expect(await balances()).toEqual([0, 10])
    await expectSound()
  })

  test('of a charge that is voided and charged again belongs to whom it is charged', async () => {
    await charge(ada, 50, 'k', { allow_debt: true, open: true })
    await move()
    await settle(ada, 'k', 0)
    expect(await balances()).toEqual([0, 0])
    expect(await owe(ada, 50, 'k')).toMatchObject({ outcome: 'charged' })
    expect(await balances()).toEqual([-50, 0])
    await expectSound()
  })

  test('moves on, and back', async () => {
    await owe(ada, 30, 'debt')
    await move(ada, bob)
    await move(bob, 'carol@example.com')
    expect(await balances()).toEqual([0, 0])
    expect(await look('carol@example.com')).toMatchObject({ balance: -30 })
    await move('carol@example.com', ada)
    expect(await give(ada, 40, 'rest')).toMatchObject({ balance: 10 })
    expect(
      await database.asOwner('select owed::int, owed_by from private.charges where key = $1', [
        'debt',
      ]),
    ).toEqual([{ owed: 0, owed_by: null }])
    await expectSound()
  })

  test('of what was taken back stays with the customer of Stripe', async () => {
    await record(sale('cs_1'))
    await charge(ada, 100, 'a')
    await move()
    await record(sale('cs_1', { payments: { captured: 1000, taken_back: 1000 } }))
    await give(bob, 50, 'of bob')
    expect(await balances()).toEqual([0, 50])
    await record(sale('cs_2'))
    // The customer still has the former address: it owes there.
    expect(await balances()).toEqual([0, 50])
    await record(sale('cs_3'))
    expect(await balances()).toEqual([100, 50])
    await expectSound()
  })
})

test('a gift that moved is not given again', async () => {
  await give(ada, 10, 'welcome')
  await move()
  expect(await give(ada, 10, 'welcome')).toMatchObject({ outcome: 'key_reused', balance: 0 })
  expect(await balances()).toEqual([0, 10])
})
