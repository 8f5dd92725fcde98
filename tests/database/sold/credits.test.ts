import { beforeEach, describe, expect, test } from 'vitest'
import { useDatabase } from '../use-database.ts'

type Answer = { outcome: string; balance: number; account: string | null; purchase: string | null }

const database = useDatabase()
const ada = 'ada@example.com'

async function call(name: string, args: Record<string, unknown>): Promise<Answer> {
  const names = Object.keys(args)
  const list = names.map((each, at) => `${each} => $${at + 1}`).join(', ')
  const [row] = await database.asServer<{ told: Answer }>(
    `select ${name}(${list}) as told`,
    Object.values(args),
  )
  return row!.told
}

const charge = (cost: number, key: string, more: Record<string, unknown> = {}) =>
  call('charge_credits', { cost, key, address: ada, ...more })
const give = (credits: number, key: string, more: Record<string, unknown> = {}) =>
  call('give_credits', { address: ada, credits, note: 'welcome', key, ...more })
const settle = async (key: string, final_cost: number, more: Record<string, unknown> = {}) => {
  const { account } = await call('account_of', { address: ada })
  return call('settle_charge', { account, key, final_cost, ...more })
}
const told = (outcome: string, balance: number) => ({ outcome, balance })

/** A lot that the recorder would have made. */
async function sell(
  line: string,
  credits: number,
  { customer = null as string | null, until = 'infinity', address = ada } = {},
): Promise<void> {
  await database.asOwner(
    `insert into private.purchases
       (livemode, source, line, account_id, customer, status, starts_at, lot_until, granted, last_ticket, read_ticket)
     values (true, 'in_' || $1, 'il_' || $1, private.account_for(true, $2), $3, 'paid', now() - interval '1 day',
       $4::timestamptz, $5, 1, 1)`,
    [line, address, customer, until, credits],
  )
}

async function takeBack(line: string, revoked: number, customer: string): Promise<void> {
  await database.asOwner(`update private.purchases set revoked = $2 where source = 'in_' || $1`, [
    line,
    revoked,
  ])
  await database.asOwner('select private.settle_customer($1)', [customer])
}

async function leftOf(): Promise<Record<string, number>> {
  const rows = await database.asOwner<{ line: string; left: number }>(
    'select line, (granted - revoked - spent)::int as left from private.purchases order by id',
  )
  return Object.fromEntries(rows.map(({ line, left }) => [line, left]))
}

async function expectSound(): Promise<void> {
  expect(await call('audit_credits', {})).toEqual({ rows: [] })
}

describe('a charge', () => {
  test('is made once for each key, and told as often as it is asked for', async () => {
    await give(100, 'welcome')
    expect(await charge(5, 'a')).toMatchObject(told('charged', 95))
    expect(await charge(5, 'b')).toMatchObject(told('charged', 90))
    expect(await charge(5, 'a')).toMatchObject(told('repeated', 90))
    expect(await charge(6, 'a')).toMatchObject(told('key_reused', 90))
    await expectSound()
  })

  test('that is refused is not kept', async () => {
    await give(3, 'welcome')
    expect(await charge(5, 'a')).toMatchObject(told('credits_short', 3))
    expect(await charge(4, 'a')).toMatchObject(told('credits_short', 3))
    await give(2, 'more')
    expect(await charge(5, 'a')).toMatchObject(told('charged', 0))
    await expectSound()
  })

  test('takes what ends first, and nothing that has ended', async () => {
    await sell('forever', 10)
    await sell('later', 10, { until: '2099-01-01' })
    await sell('soon', 10, { until: '2098-01-01' })
    await sell('over', 10, { until: '2020-01-01' })
    expect(await charge(25, 'a')).toMatchObject(told('charged', 5))
    expect(await leftOf()).toEqual({ il_forever: 5, il_later: 0, il_soon: 0, il_over: 10 })
    expect(await charge(6, 'b')).toMatchObject(told('credits_short', 5))
    await expectSound()
  })

  test('that waited for a gift spends it, although it began before the gift did', async () => {
    await give(1, 'first')
    await database.asOwner(`do $$
      begin
        perform public.give_credits('${ada}', 99, '', 'late');
        update private.purchases set starts_at = clock_timestamp() where line = 'late';
        perform public.charge_credits(cost => 30, key => 'a', address => '${ada}', allow_debt => true);
      end $$`)
    const [row] = await database.asOwner<{ owed: number }>(
      `select owed::int from private.charges where key = 'a'`,
    )
    expect(row).toEqual({ owed: 0 })
    expect(await charge(30, 'a')).toMatchObject(told('repeated', 70))
  })

  test('goes into debt only where the caller says so, and what comes in pays it', async () => {
    await give(10, 'welcome')
    expect(await charge(25, 'a')).toMatchObject(told('credits_short', 10))
    expect(await charge(25, 'a', { allow_debt: true })).toMatchObject(told('charged', -15))
    expect(await charge(1, 'b')).toMatchObject(told('credits_short', -15))
    expect(await charge(0, 'nothing')).toMatchObject(told('charged', -15))
    expect(await give(10, 'half')).toMatchObject(told('given', -5))
    expect(await give(10, 'rest')).toMatchObject(told('given', 5))
    await expectSound()
  })

  test.each([
    ['an address that nobody has', { address: 'bob@example.com' }, 'account_unknown'],
    ['the other mode', { live: false }, 'account_unknown'],
    ['an id of no form', { address: null, account: 'x' }, 'account_unknown'],
    ['a token', { address: null, token: 'pg_live_x' }, 'token_unknown'],
  ])('of %s is unknown', async (_, more, outcome) => {
    await give(100, 'welcome')
    expect(await charge(5, 'a', more)).toEqual({
      outcome,
      balance: 0,
      account: null,
      purchase: null,
    })
    expect(await charge(0, 'b')).toMatchObject(told('charged', 100))
  })

  test.each([
    ['no name', { address: null }],
    ['two names', { account: '11111111-1111-4111-8111-111111111111' }],
    ['no key', { key: '' }],
    ['a key too long', { key: 'x'.repeat(201) }],
    ['a negative cost', { cost: -1 }],
    ['no cost', { cost: null }],
  ])('with %s is a mistake', async (_, more) => {
    await give(100, 'welcome')
    await expect(charge(5, 'a', more)).rejects.toMatchObject({ code: '22023' })
  })
})

describe('a settlement', () => {
  beforeEach(() => give(100, 'welcome'))

  test('lowers, and only once', async () => {
    await charge(20, 'a', { open: true })
    expect(await settle('a', 21)).toMatchObject(told('above_charge', 80))
    expect(await settle('a', 5)).toMatchObject(told('settled', 95))
    expect(await settle('a', 5)).toMatchObject(told('already_settled', 95))
    expect(await settle('a', 0)).toMatchObject(told('already_settled', 95))
    expect(await charge(20, 'a')).toMatchObject(told('repeated', 95))
    expect(await settle('b', 0)).toMatchObject(told('charge_unknown', 95))
    expect(await settle('a', 0, { live: false })).toMatchObject(told('charge_unknown', 0))
    await expectSound()
  })

  test('at 0 frees the key', async () => {
    await charge(20, 'a')
    expect(await settle('a', 0)).toMatchObject(told('settled', 100))
    expect(await charge(30, 'a')).toMatchObject(told('key_reused', 100))
    expect(await charge(20, 'a')).toMatchObject(told('charged', 80))
    expect(await charge(20, 'a')).toMatchObject(told('repeated', 80))
    expect(await settle('a', 19)).toMatchObject(told('settled', 81))
    await expectSound()
  })

  test('gives back to what was taken last', async () => {
    await sell('soon', 10, { until: '2098-01-01' })
    await charge(50, 'a')
    await settle('a', 5)
    expect(await leftOf()).toEqual({ welcome: 100, il_soon: 5 })
    await charge(15, 'b')
    expect(await leftOf()).toEqual({ welcome: 90, il_soon: 0 })
    await expectSound()
  })

  test('of a debt takes the debt back first, and what was paid of it meanwhile goes back', async () => {
    await charge(150, 'a', { allow_debt: true, open: true })
    expect(await give(30, 'thirty')).toMatchObject(told('given', -20))
    expect(await settle('a', 110)).toMatchObject(told('settled', 20))
    expect(await leftOf()).toEqual({ welcome: 0, thirty: 20 })
    await expectSound()
  })
})

describe('an open charge', () => {
  const close = () => call('close_charges', {})
  const wait = (interval: string) =>
    database.asOwner(`update private.charges set charged_at = charged_at - $1::interval`, [
      interval,
    ])

  test('is void after an hour, and a late settlement still collects', async () => {
    await give(10, 'welcome')
    await charge(8, 'a', { open: true })
    await wait('59 minutes')
    expect(await close()).toEqual({ voided: 0, folded: 0 })
    await wait('2 minutes')
    expect(await close()).toEqual({ voided: 1, folded: 0 })
    expect(await leftOf()).toEqual({ welcome: 10 })
    await charge(5, 'b')
    expect(await settle('a', 7)).toMatchObject(told('settled', -2))
    expect(await settle('a', 7)).toMatchObject(told('already_settled', -2))
    await expectSound()
  })

  test('that is void charges anew under its key', async () => {
    await give(10, 'welcome')
    await charge(8, 'a', { open: true })
    await wait('2 hours')
    await close()
    expect(await charge(8, 'a')).toMatchObject(told('charged', 2))
    expect(await close()).toEqual({ voided: 0, folded: 0 })
    await expectSound()
  })

  test('what is older than ninety days is added up and deleted, unless it is owed', async () => {
    await give(10, 'welcome')
    await charge(8, 'a')
    await charge(7, 'debt', { allow_debt: true })
    await wait('91 days')
    await charge(0, 'b')
    expect(await close()).toEqual({ voided: 0, folded: 1 })
    const rows = await database.asOwner('select key from private.charges order by key')
    expect(rows).toEqual([{ key: 'b' }, { key: 'debt' }])
    expect(await database.asOwner('select spent_before::int from private.accounts')).toEqual([
      { spent_before: 8 },
    ])
    expect(await charge(8, 'a')).toMatchObject(told('credits_short', -5))
    await expectSound()
  })
})

describe('what is taken back', () => {
  test('is owed by other lots of the same customer, and by nobody else', async () => {
    await give(50, 'welcome')
    await sell('one', 100, { customer: 'cus_1', until: '2098-01-01' })
    await sell('other', 100, { customer: 'cus_2', until: '2099-01-01' })
    await charge(100, 'a')
    await takeBack('one', 60, 'cus_1')
    expect(await leftOf()).toEqual({ welcome: 50, il_one: -60, il_other: 100 })
    expect(await charge(0, 'now')).toMatchObject(told('charged', 150))
    await sell('two', 100, { customer: 'cus_1' })
    await takeBack('two', 0, 'cus_1')
    expect(await leftOf()).toEqual({ welcome: 50, il_one: 0, il_other: 100, il_two: 40 })
    await expectSound()
  })

  test('is given again where the refund failed, and a settlement finds whoever paid', async () => {
    await sell('one', 100, { customer: 'cus_1', until: '2098-01-01' })
    await sell('two', 100, { customer: 'cus_1' })
    await charge(100, 'a')
    await takeBack('one', 100, 'cus_1')
    expect(await leftOf()).toEqual({ il_one: 0, il_two: 0 })
    expect(await settle('a', 30)).toMatchObject(told('settled', 70))
    expect(await leftOf()).toEqual({ il_one: 0, il_two: 70 })
    await takeBack('one', 0, 'cus_1')
    expect(await charge(0, 'now')).toMatchObject(told('charged', 170))
    await expectSound()
  })
})

describe('a gift', () => {
  test('is given once for each key', async () => {
    expect(await give(10, 'welcome', { ends_at: '2099-01-01' })).toMatchObject(told('given', 10))
    expect(await give(10, 'welcome', { ends_at: '2099-01-01' })).toMatchObject(told('repeated', 10))
    expect(await give(10, 'welcome')).toMatchObject(told('key_reused', 10))
    expect(await give(11, 'welcome')).toMatchObject(told('key_reused', 10))
    expect(
      await give(10, 'welcome', { address: 'bob@example.com', ends_at: '2099-01-01' }),
    ).toMatchObject(told('key_reused', 0))
    expect(await give(10, 'welcome', { live: false })).toMatchObject(told('given', 10))
    expect(await call('account_of', { address: ' ADA@example.com' })).toMatchObject({
      balance: 10,
      lots: [{ left: 10, endsAt: '2099-01-01T00:00:00.000Z' }],
    })
  })

  test.each([
    ['to nobody', { address: 'ada' }],
    ['of nothing', { credits: 0 }],
    ['without a key', { key: '' }],
  ])('%s is a mistake', async (_, more) => {
    await expect(give(10, 'a', more)).rejects.toMatchObject({ code: '22023' })
  })
})
