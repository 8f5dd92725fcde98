import { beforeAll, describe, expect, test } from 'vitest'
import type { Identity } from '#local/supabase/as-role.ts'
import { claimsOf, secondsAgo, visitor } from './claims.ts'
import { useDatabase } from './use-database.ts'

const ada = 'ada@example.com'
const adas = ['cus_ada_1', 'cus_ada_2', 'cus_ada_3']
const customers = [
  ['cus_ada_1', 'ada@example.com'],
  ['cus_ada_2', 'Ada@Example.COM'],
  ['cus_ada_3', ' ADA@example.com '],
  ['cus_ada_dot', 'a.da@example.com'],
  ['cus_ada_plus', 'ada+shop@example.com'],
  ['cus_bob', 'bob@example.com'],
  ['cus_kelvin', 'jo\u{212A}@example.com'],
  ['cus_nobody', null],
  ['cus_empty', ''],
] as const

const database = useDatabase('once')
beforeAll(async () => {
  const reads = customers.map(([stripe_customer_id, email]) => ({
    stripe_customer_id,
    email,
    livemode: false,
  }))
  const gone = { stripe_customer_id: 'cus_gone', email: ada, livemode: false, deleted: true }
  await database.asServer('select record_customers($1, 1)', [[...reads, gone]])
})

async function idsSeenBy(identity: Identity): Promise<string[]> {
  const sql = 'select stripe_customer_id as id from stripe_customers order by 1'
  return (await database.as<{ id: string }>(identity, sql)).map(({ id }) => id)
}

const otp = { method: 'otp', timestamp: secondsAgo(60) }
const factor = (method: unknown, timestamp: unknown = secondsAgo(30)) => ({ method, timestamp })

describe('anyone who proved the address by email sees every living customer under it', () => {
  test.each<[string, Record<string, unknown>]>([
    ['by code or link', { amr: [otp] }],
    ['by a PKCE link', { amr: [factor('magiclink')] }],
    ['by a first PKCE link', { amr: [factor('email/signup')] }],
    ['with a second factor', { amr: [factor('totp'), otp] }],
    ['with a phone as second factor', { amr: [factor('mfa/phone'), otp] }],
    ['with a key as second factor', { amr: [factor('mfa/webauthn'), otp] }],
    ['59 minutes ago', { amr: [factor('otp', secondsAgo(59 * 60))] }],
    ['long ago and again just now', { amr: [factor('otp', secondsAgo(9999)), otp] }],
    ['on a clock two seconds ahead', { amr: [factor('otp', secondsAgo(-2))] }],
    ['with a name of several providers', { amr: [{ ...otp, provider: 'email' }] }],
    ['without a word about phones', { phone: undefined }],
    ['with a list of the one audience', { aud: ['authenticated'] }],
    ['through a custom domain', { iss: 'https://login.example.com/auth/v1' }],
  ])('%s', async (_, changes) => {
    expect(await idsSeenBy(visitor(ada, changes))).toEqual(adas)
  })

  test('and somebody else sees their own', async () => {
    expect(await idsSeenBy(visitor('bob@example.com'))).toEqual(['cus_bob'])
  })

  test('and an address nobody paid under shows nothing', async () => {
    expect(await idsSeenBy(visitor('carol@example.com'))).toEqual([])
  })

  test('and a Kelvin sign is no k', async () => {
    expect(await idsSeenBy(visitor('jok@example.com'))).toEqual([])
  })
})

describe('a token that does not prove the address shows nothing', () => {
  test.each<[string, Record<string, unknown>]>([
    ['a password', { amr: [factor('password')] }],
    ['a password beside an email', { amr: [factor('password'), otp] }],
    ['an email beside an old password', { amr: [otp, factor('password', secondsAgo(3000))] }],
    ['another provider', { amr: [factor('oauth')] }],
    ['a company sign-in', { amr: [factor('sso/saml')] }],
    ['a wallet', { amr: [factor('web3')] }],
    ['a passkey', { amr: [factor('passkey')] }],
    ['an invitation', { amr: [factor('invite')] }],
    ['a recovery', { amr: [factor('recovery')] }],
    ['an address change', { amr: [factor('email_change')] }],
    ['a method nobody knows', { amr: [factor('telepathy')] }],
    ['a method nobody knows beside an email', { amr: [otp, factor('telepathy')] }],
    ['a method without a name', { amr: [otp, { timestamp: secondsAgo(30) }] }],
    ['only a second factor', { amr: [factor('totp')] }],
    ['no amr', { amr: undefined }],
    ['a null amr', { amr: null }],
    ['an empty amr', { amr: [] }],
    ['an amr of strings', { amr: ['otp'] }],
    ['an amr that is a string', { amr: 'otp' }],
    ['an amr that is an object', { amr: otp }],
    ['an email without a time', { amr: [{ method: 'otp' }] }],
    ['an email with a time in words', { amr: [factor('otp', String(secondsAgo(30)))] }],
    ['61 minutes ago', { amr: [factor('otp', secondsAgo(61 * 60))] }],
    ['in milliseconds', { amr: [factor('otp', Date.now())] }],
    ['in a minute', { amr: [factor('otp', secondsAgo(-60))] }],
    ['an anonymous person', { is_anonymous: true }],
    ['another application', { client_id: '33333333-3333-4333-8333-333333333333' }],
    ['a phone', { phone: '15551234567' }],
    ['no issuer', { iss: undefined }],
    ['a foreign issuer', { iss: 'https://accounts.example.com' }],
    ['an issuer with a slash', { iss: 'https://project.supabase.co/auth/v1/' }],
    ['no audience', { aud: undefined }],
    ['another audience', { aud: 'somebody' }],
    ['a null audience', { aud: null }],
    ['an empty list of audiences', { aud: [] }],
    ['two audiences', { aud: ['authenticated', 'authenticated'] }],
    ['a list of another audience', { aud: ['somebody'] }],
    ['another role in the claims', { role: 'service_role' }],
    ['no role in the claims', { role: undefined }],
  ])('%s', async (_, changes) => {
    expect(await idsSeenBy(visitor(ada, changes))).toEqual([])
  })

  test.each<[string, unknown]>([
    ['an empty address', ''],
    ['a blank address', ' '],
    ['no address', undefined],
    ['a null address', null],
    ['a list of addresses', [ada]],
    ['no at sign', 'ada.example.com'],
    ['a space inside', 'ada @example.com'],
    ['a letter beyond ASCII', 'jo\u{212A}@example.com'],
    ['a host beyond ASCII', 'ada@exämple.com'],
    ['a tab after it', `${ada}\t`],
    ['a line break after it', `${ada}\n`],
  ])('%s', async (_, email) => {
    expect(await idsSeenBy(visitor(email))).toEqual([])
  })

  test('no claims at all', async () => {
    const { rows } = await database.pglite().transaction(async (transaction) => {
      await transaction.exec('set local role authenticated')
      return await transaction.query('select stripe_customer_id from stripe_customers')
    })
    expect(rows).toEqual([])
  })

  test('anyone who proved nothing is not told that there is an address', async () => {
    const claims = claimsOf(ada, { amr: [factor('password')] })
    const rows = await database.as(
      { role: 'authenticated', claims },
      'select private.proven_address() as address, (select count(*)::int from stripe_customers) as count',
    )
    expect(rows).toEqual([{ address: null, count: 0 }])
  })
})
