import { beforeEach, describe, expect, test } from 'vitest'
import type { MadeToken } from '#server/contract/tokens.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem, frontendUrl } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { createShop } from '../purchases.ts'
import { alterEnvironment } from '../shop.ts'

const log = listenToLog()
const ada = 'ada@example.com'

let world: World
let proof = ''
beforeEach(async () => {
  world = await emptyWorld()
  proof = await world.tokenOf(ada)
})

const ask = (token: string | undefined, headers: Record<string, string> = {}) =>
  world.post('/api/me', { method: 'GET', headers, ...(token !== undefined && { token }) })
async function make(order: Record<string, unknown> = { name: 'agent' }): Promise<MadeToken> {
  const response = await world.post('/api/tokens', { token: proof, body: order })
  return (await response.json()) as MadeToken
}
async function give(credits: number) {
  const { rows } = await world.supabase.database.query<{ account: string }>(
    `select give_credits(address => $1, credits => $2, note => '', key => 'k', live => false) ->> 'account' as account`,
    [ada, credits],
  )
  return rows[0]!.account
}
function resetCalls() {
  world.stripe.resetCalls()
  world.supabase.resetCalls()
}
const dataCalls = () =>
  world.supabase.calls.map(({ path }) => path).filter((path) => path.startsWith('/rest/'))

describe('the bearer', () => {
  test('of a token is told what the account has, and no address, by one call', async () => {
    const shop = createShop(world.stripe)
    world.stripe.payCheckout(world.stripe.followLink(shop.bookLink).id, { email: ada })
    await world.stripe.settled()
    const account = await give(120)
    const { token } = await make()
    resetCalls()
    const response = await ask(token)
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toEqual({
      account,
      live: false,
      balance: 120,
      access: [shop.book.product],
      lots: [{ left: 120, endsAt: null }],
      buy: `${frontendUrl}plans?for=${account}`,
    })
    expect(world.supabase.calls.map(({ path }) => path)).toEqual(['/rest/v1/rpc/account_of'])
    expect(world.stripe.calls).toEqual([])
  })

  test('of a sign-in is told the address as well, by one call to the database', async () => {
    const account = await give(120)
    resetCalls()
    expect(await (await ask(proof)).json()).toEqual({
      account,
      live: false,
      address: ada,
      balance: 120,
      access: [],
      lots: [{ left: 120, endsAt: null }],
      buy: `${frontendUrl}plans?for=${account}`,
    })
    expect(dataCalls()).toEqual(['/rest/v1/rpc/my_account'])
    expect(world.stripe.calls).toEqual([])
  })

  test.each([
    ['https://pay.example', 'https://pay.example/plans?for='],
    ['https://example.com/billing', 'https://example.com/billing/plans?for='],
    ['https://example.com/billing/', 'https://example.com/billing/plans?for='],
  ])('buys more on the page at %s', async (page, buy) => {
    const { token } = await make()
    alterEnvironment({ FRONTEND_URL: page })
    const { account, buy: shown } = (await (await ask(token)).json()) as Record<string, string>
    expect(shown).toBe(buy + account)
  })

  test('may write "Bearer" as they like', async () => {
    const { token } = await make()
    for (const scheme of ['bearer', 'BEARER ', 'Bearer  '])
      expect((await ask(undefined, { Authorization: `${scheme} ${token}` })).status).toBe(200)
  })
})

describe('a token that is none', () => {
  test.each<[string, (token: string) => string]>([
    ['short', (token) => token.slice(0, -1)],
    ['long', (token) => `${token}0`],
    ['of the other mode', (token) => token.replace('test', 'live')],
    ['of another kind', () => 'sk_test_123'],
    ['a word', () => 'letmein'],
    ['of another alphabet', (token) => `${token.slice(0, -1)}-`],
    ['of a megabyte, nearly', () => 'a'.repeat(8_000)],
  ])('costs no call: %s', async (_, change) => {
    const { token } = await make()
    resetCalls()
    const response = await ask(change(token))
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer')
    await expectProblem(response, 401, 'credits_token_invalid')
    expect(world.supabase.calls).toEqual([])
    expect(world.stripe.calls).toEqual([])
  })

  test.each<[string, (made: MadeToken) => Promise<string> | string]>([
    ['made up', () => `pg_test_${'x'.repeat(38)}`],
    [
      'ended',
      async ({ id, token }) => {
        await world.post('/api/tokens', { method: 'DELETE', token: proof, body: { id } })
        return token
      },
    ],
    [
      'expired',
      async ({ token }) => {
        await world.supabase.database.query(`update private.api_tokens set expires_at = now()`)
        return token
      },
    ],
  ])('costs one, and is told nothing: %s', async (_, change) => {
    const token = await change(await make())
    resetCalls()
    const response = await ask(token)
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer')
    await expectProblem(response, 401, 'credits_token_invalid')
    expect(dataCalls()).toEqual(['/rest/v1/rpc/account_of'])
  })

  test('is missing', async () => {
    await expectProblem(ask(undefined), 401, 'token_missing')
  })

  test.each<[string, () => Promise<string>, number, string]>([
    [
      'a password',
      () => world.supabase.mintToken({ email: ada, amr: [{ method: 'password', timestamp: 1 }] }),
      403,
      'email_unproven',
    ],
    ['a changed sign-in', async () => `${proof.slice(0, -4)}AAAA`, 401, 'token_invalid'],
  ])('proves nothing: %s', async (_, present, status, code) => {
    await expectProblem(ask(await present()), status, code)
  })

  test('looks the same where the database is away as anybody’s: no token is called wrong', async () => {
    const { token } = await make()
    world.supabase.control({ faults: [{ path: '/rest/v1/rpc/account_of', status: 503 }] })
    await expectProblem(ask(token), 502, 'database_unavailable')
    expect(log.takeFaults()).toMatchObject([{ code: 'database_unavailable' }])
  })
})
