import { beforeEach, describe, expect, test } from 'vitest'
import { secondsAgo, visitor } from './claims.ts'
import { useDatabase } from './use-database.ts'

const ada = '11111111-1111-4111-8111-111111111111'
const bob = '44444444-4444-4444-8444-444444444444'
const victim = 'victim@example.com'

const database = useDatabase()
beforeEach(async () => {
  await database.asOwner(
    `insert into auth.users (id, email) values ($1, 'ada@example.com'), ($2, 'bob@example.com')`,
    [ada, bob],
  )
  const read = { stripe_customer_id: 'cus_victim', email: victim, livemode: true }
  await database.asServer('select record_customers($1, 1)', [[read]])
})

/** Supabase Auth changes rows under a role of its own, which owns nothing of ours. */
const asSupabaseAuth = (sql: string, params: unknown[] = []) =>
  database.pglite().transaction(async (transaction) => {
    await transaction.exec('set local role supabase_auth_admin')
    await transaction.query(sql, params)
  })

const move = () => asSupabaseAuth('update auth.users set email = $2 where id = $1', [ada, victim])

async function movedPeople(): Promise<string[]> {
  const rows = await database.asOwner<{ id: string }>(
    `select user_id as id from private.address_moves where moved_at > now() - interval '1 minute' order by 1`,
  )
  return rows.map(({ id }) => id)
}

/** How many of the victim's customers a token with these claims shows. */
async function customersSeen(claims: Record<string, unknown>): Promise<number> {
  const identity = visitor(victim, { sub: ada, ...claims })
  return (await database.as(identity, 'select stripe_customer_id from stripe_customers')).length
}

const otp = (age: number) => ({ amr: [{ method: 'otp', timestamp: secondsAgo(age) }] })

describe('the stamp', () => {
  test('an address that moves is stamped, and only its person', async () => {
    await move()
    expect(await movedPeople()).toEqual([ada])
  })

  test('a second move stamps again', async () => {
    await database.asOwner(
      `insert into private.address_moves values ($1, now() - interval '1 day')`,
      [ada],
    )
    await move()
    expect(await movedPeople()).toEqual([ada])
  })

  test.each([
    ['an address taken away', 'update auth.users set email = null'],
    ['a change of case', `update auth.users set email = upper(email)`],
  ])('%s is a move', async (_, sql) => {
    await asSupabaseAuth(sql)
    expect(await movedPeople()).toEqual([ada, bob])
  })

  test.each([
    ['signing in', 'update auth.users set last_sign_in_at = now()'],
    ['confirming', 'update auth.users set email_confirmed_at = now()'],
    ['asking for a change', `update auth.users set email_change = 'victim@example.com'`],
    ['the same address again', 'update auth.users set email = email'],
  ])('%s is no move', async (_, sql) => {
    await asSupabaseAuth(sql)
    expect(await movedPeople()).toEqual([])
  })

  test('it goes with the person', async () => {
    await move()
    await asSupabaseAuth('delete from auth.users where id = $1', [ada])
    expect(await movedPeople()).toEqual([])
  })
})

describe('after a move', () => {
  const moved = (age: number) =>
    database.asOwner(
      `insert into private.address_moves values ($1, to_timestamp($2))
       on conflict (user_id) do update set moved_at = excluded.moved_at`,
      [ada, secondsAgo(age)],
    )

  test.each([
    ['before it', 600, 700],
    ['in the same second', 600, 600],
    ['half a minute after it', 600, 570],
    ['a minute after it', 90, 30],
  ])('a sign-in %s proves nothing', async (_, age, signedIn) => {
    await moved(age)
    expect(await customersSeen(otp(signedIn))).toBe(0)
  })

  test.each([
    ['a little more than a minute after it', 95, 30],
    ['two hours after it', 7230, 30],
  ])('a sign-in %s counts', async (_, age, signedIn) => {
    await moved(age)
    expect(await customersSeen(otp(signedIn))).toBe(1)
  })

  test('other people are not concerned', async () => {
    await moved(600)
    expect(await customersSeen({ sub: bob, ...otp(700) })).toBe(1)
  })

  test.each([undefined, null, '', 'somebody', ada.toUpperCase().replace('1', 'A')])(
    'a token that does not say whose it is proves nothing: %s',
    async (sub) => {
      expect(await customersSeen({ sub })).toBe(0)
    },
  )
})
