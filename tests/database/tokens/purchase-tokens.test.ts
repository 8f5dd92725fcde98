import { beforeEach, describe, expect, test } from 'vitest'
import { useDatabase } from '../use-database.ts'
import { ada, createCalls, handOut, sell } from './bearer.ts'

const database = useDatabase()
const { own, server, make } = createCalls(database)
const session = 'cs_live_1'
const told = (outcome: string, balance: number) => ({
  outcome,
  balance,
  account: null,
  purchase: session,
})

// Ada has much; a stranger paid for ten credits under her address.
let token = ''
beforeEach(async () => {
  await server('give_credits', { address: ada, credits: 1000, note: 'welcome', key: 'welcome' })
  await sell(database, { source: 'cs_live_0', credits: 500, product: 'prod_adas' })
  await sell(database, { source: session, credits: 10, product: 'prod_bought', customer: 'cus_9' })
  token = (await handOut(database, session)) ?? ''
})
const charge = (cost: number, key: string, more: Record<string, unknown> = {}) =>
  server('charge_credits', { token, cost, key, ...more })
const settle = (key: string, final_cost: number) =>
  server('settle_charge', { purchase: session, key, final_cost })
const expectSound = async () => expect(await server('audit_credits')).toEqual({ rows: [] })

describe('a purchase token', () => {
  test('names its purchase and nothing else', async () => {
    expect(token).toMatch(/^pg_live_[0-9A-Za-z]{38}$/)
    expect(await server('account_of', { token })).toEqual({
      outcome: 'found',
      account: null,
      purchase: session,
      address: null,
      balance: 10,
      access: ['prod_bought'],
      lots: [{ left: 10, endsAt: null }],
    })
  })

  test('spends its own lots alone, and owes nothing', async () => {
    expect(await charge(4, 'a')).toEqual(told('charged', 6))
    expect(await charge(4, 'a')).toEqual(told('repeated', 6))
    expect(await charge(5, 'a')).toEqual(told('key_reused', 6))
    expect(await charge(7, 'b')).toEqual(told('credits_short', 6))
    expect(await charge(7, 'b', { allow_debt: true })).toEqual(told('credits_short', 6))
    expect(await charge(6, 'b')).toEqual(told('charged', 0))
    expect(await server('account_of', { address: ada })).toMatchObject({ balance: 1500 })
    await expectSound()
  })

  test('learns nothing of the account’s keys, and uses none of them up', async () => {
    await server('charge_credits', { address: ada, cost: 3, key: 'a' })
    expect(await charge(4, 'a')).toEqual(told('charged', 6))
    expect(await server('charge_credits', { address: ada, cost: 3, key: 'a' })).toMatchObject({
      outcome: 'repeated',
    })
    await expectSound()
  })

  test('is settled by the purchase’s name, also after it ended', async () => {
    await charge(8, 'a', { open: true })
    await own('my_account')
    expect(await settle('a', 9)).toEqual(told('above_charge', 2))
    expect(await settle('a', 3)).toEqual(told('settled', 7))
    expect(await settle('a', 3)).toEqual(told('already_settled', 7))
    expect(await settle('b', 0)).toEqual(told('charge_unknown', 7))
    const { account } = await server('account_of', { address: ada })
    expect(await server('settle_charge', { account, key: 'a', final_cost: 0 })).toMatchObject({
      outcome: 'charge_unknown',
    })
    expect(
      await server('settle_charge', { purchase: 'cs_live_0', key: 'a', final_cost: 0 }),
    ).toMatchObject({ outcome: 'charge_unknown', account: null, purchase: null })
    expect(
      await server('settle_charge', { purchase: session, key: 'a', final_cost: 0, live: false }),
    ).toMatchObject({ outcome: 'charge_unknown', purchase: null })
    await expectSound()
  })

  test('that is settled after an hour collects what there is, and no debt', async () => {
    await charge(8, 'a', { open: true })
    await database.asOwner(`update private.charges set charged_at = now() - interval '61 minutes'`)
    await server('close_charges')
    expect(await charge(5, 'b')).toEqual(told('charged', 5))
    expect(await settle('a', 7)).toEqual(told('settled', 0))
    expect(await server('account_of', { address: ada })).toMatchObject({ balance: 1500 })
    await expectSound()
  })

  test('that was charged and settled at nothing charges the same key again', async () => {
    await charge(8, 'a')
    expect(await settle('a', 0)).toEqual(told('settled', 10))
    expect(await charge(8, 'a')).toEqual(told('charged', 2))
    await expectSound()
  })

  test('follows its purchase to another account, with its keys', async () => {
    await charge(4, 'a', { open: true })
    await database.asOwner(
      `update private.purchases set account_id = private.account_for(true, 'bob@example.com')
       where source = $1`,
      [session],
    )
    expect(await charge(4, 'a')).toEqual(told('repeated', 6))
    expect(await charge(1, 'b')).toEqual(told('charged', 5))
    expect(await settle('a', 0)).toEqual(told('settled', 9))
    expect(await charge(4, 'a')).toEqual(told('charged', 5))
    await own('my_account')
    expect(await charge(0, 'c')).toEqual(told('charged', 5))
    await own('my_account', {}, 'bob@example.com')
    expect(await charge(0, 'd')).toMatchObject({ outcome: 'token_unknown' })
    await expectSound()
  })

  test('what its customer has to give back is taken from that customer’s lots alone', async () => {
    await charge(10, 'a')
    await database.asOwner(`update private.purchases set revoked = 10 where source = $1`, [session])
    await database.asOwner(`select private.settle_customer('cus_9')`)
    expect(await charge(0, 'b')).toEqual(told('charged', 0))
    expect(await server('account_of', { address: ada })).toMatchObject({ balance: 1500 })
    await expectSound()
  })

  test('of a subscription reaches its periods, and no other subscription’s', async () => {
    const sources = ['cs_live_s', 'sub_1', 'in_1']
    await sell(database, { source: 'sub_1', line: 'si_1', chain: 'si_1', product: 'prod_plan' })
    await sell(database, { source: 'in_1', line: 'il_1', chain: 'si_1', credits: 5 })
    await sell(database, { source: 'in_2', line: 'il_2', chain: 'si_1', credits: 6 })
    await sell(database, { source: 'in_3', line: 'il_3', chain: 'si_2', credits: 7 })
    const ofPlan = await handOut(database, 'cs_live_s', sources)
    expect(await server('account_of', { token: ofPlan })).toMatchObject({
      purchase: 'cs_live_s',
      balance: 11,
    })
  })

  test('lives for a day', async () => {
    await database.asOwner(
      `update private.api_tokens set expires_at = expires_at - interval '1 day'`,
    )
    expect(await server('account_of', { token })).toMatchObject({ outcome: 'token_unknown' })
    expect(await charge(0, 'a')).toMatchObject({ outcome: 'token_unknown', purchase: null })
  })

  test.each<[string, () => Promise<unknown>]>([
    ['somebody proves its address', () => own('my_account')],
    ['links are asked for with a proof of it', () => countRequest(ada)],
    ['the owner of the site ends it', () => server('end_tokens', { address: ada })],
  ])('ends when %s', async (_, act) => {
    await charge(1, 'a')
    await act()
    expect(await server('account_of', { token })).toMatchObject({ outcome: 'token_unknown' })
    expect(await charge(1, 'b')).toMatchObject({ outcome: 'token_unknown' })
  })

  test.each<[string, () => Promise<unknown>]>([
    ['another address is proven', () => own('my_account', {}, 'bob@example.com')],
    ['links are asked for with another address', () => countRequest('bob@example.com')],
    ['the address is proven in the other mode', () => own('my_account', { live: false })],
    ['its owner ends their own tokens', async () => own('end_token', { id: (await make()).id })],
    ['an id is tried', endById],
  ])('does not end when %s', async (_, act) => {
    await act()
    expect(await server('account_of', { token })).toMatchObject({ outcome: 'found' })
  })

  test('is not among the tokens of the address', async () => {
    expect(await own('my_tokens')).toMatchObject({ tokens: [] })
  })
})

const countRequest = async (address: string) =>
  database.asServer('select count_link_request($1)', [address])
async function endById() {
  const [row] = await database.asOwner<{ id: string }>('select id from private.api_tokens')
  await own('end_token', { id: row!.id })
  await own('rotate_token', { id: row!.id })
}

describe('it is handed out', () => {
  test('once, also where the first has ended', async () => {
    expect(await handOut(database, session)).toBeNull()
    await own('my_account')
    expect(await handOut(database, session)).toBeNull()
  })

  test('never for an order that somebody placed with a proof, or that names an account', async () => {
    await sell(database, { source: 'cs_live_2' })
    const { account } = await server('account_of', { address: ada })
    expect(await handOut(database, 'cs_live_2', ['cs_live_2'], String(account))).toBeNull()
    await database.asOwner(
      `insert into private.proven_orders (session, account_id) values ('cs_live_2', $1)`,
      [account],
    )
    expect(await handOut(database, 'cs_live_2')).toBeNull()
    await sell(database, { source: 'cs_live_3' })
    await database.asOwner(
      `update private.purchases set is_referenced = true where source = 'cs_live_3'`,
    )
    expect(await handOut(database, 'cs_live_3')).toBeNull()
  })

  test('for an order with a name that is nobody’s here', async () => {
    await sell(database, { source: 'cs_live_2' })
    expect(await handOut(database, 'cs_live_2', ['cs_live_2'], 'user_42')).not.toBeNull()
  })

  test('never for what opens nothing any more, or is not recorded', async () => {
    await sell(database, { source: 'cs_live_2', credits: 5 })
    await database.asOwner(
      `update private.purchases set access_until = null, revoked = granted where source = 'cs_live_2'`,
    )
    expect(await handOut(database, 'cs_live_2')).toBeNull()
    expect(await handOut(database, 'cs_live_4')).toBeNull()
    // A refund that failed gives it again.
    await database.asOwner(`update private.purchases set revoked = 0 where source = 'cs_live_2'`)
    expect(await handOut(database, 'cs_live_2')).not.toBeNull()
  })
})
