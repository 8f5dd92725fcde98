import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { callAuth } from '#tests/stand-ins/supabase/client.ts'

const ada = 'ada@example.com'
let supabase: SupabaseStandIn
let seconds: number
beforeEach(async () => {
  supabase = await sharedSupabase()
  seconds = 0
})

const letPass = (more: number) => supabase.control({ clockAheadSeconds: (seconds += more) })
// Each from a network of its own: a stranger has as many as they like.
const ask = async (path = '/otp') => {
  const headers = { 'x-forwarded-for': `2001:db8::${supabase.calls.length.toString(16)}` }
  return (await callAuth(supabase, `POST ${path}`, { headers, body: { email: ada } })).status
}
const newest = () => supabase.inbox.newestTo(ada)!
const verify = async (named: object) =>
  (await callAuth(supabase, 'POST /verify', { body: { type: 'email', ...named } })).status
const byLink = ({ tokenHash }: { tokenHash: string }) => verify({ token_hash: tokenHash })
const byCode = ({ code }: { code: string }) => verify({ email: ada, token: code })

describe('a stranger asks for another email as often as one is sent, for an hour', () => {
  test.each([
    ['/recover', byLink],
    ['/recover', byCode],
    ['/otp', byLink],
  ] as const)(
    'by %s: whoever asks every 70 seconds, and presses 20 later, always gets in',
    async (...given) => {
      const [path, redeem] = given
      await supabase.signIn(ada)
      supabase.inbox.clear()
      let asked = 0
      let got = 0
      let opened: ReturnType<typeof newest> | undefined
      for (let second = 0; second < 3600; second += 10) {
        letPass(10)
        // The stranger is always the first.
        await ask(path)
        if (second % 70 === 0) {
          await ask()
          asked += 1
          opened = newest()
        }
        if (second % 70 === 20 && (await redeem(opened!)) === 200) got += 1
      }
      expect([asked, got]).toEqual([52, 52])
    },
    60_000,
  )

  test('also before their first sign-in, where the two kinds are sent side by side', async () => {
    await ask()
    for (const path of ['/otp', '/recover', '/otp', '/recover', '/recover', '/otp']) {
      const former = newest()
      letPass(61)
      await ask(path)
      const latest = newest()
      expect(latest.id).toBeGreaterThan(former.id)
      const row = await supabase.database.query<{ tokens: string[] }>(
        'select array[confirmation_token, recovery_token] as tokens from auth.users',
      )
      expect(row.rows[0]!.tokens).toEqual(
        expect.arrayContaining([former.tokenHash, latest.tokenHash]),
      )
    }
    expect(await byLink(newest())).toBe(200)
  })
})

describe('of several emails', () => {
  const send = async (paths: string[]) => {
    await supabase.signIn(ada)
    supabase.inbox.clear()
    for (const path of paths) {
      letPass(61)
      expect(await ask(path)).toBe(200)
    }
    return supabase.inbox.emails
  }

  test.each([
    [['/otp', '/recover']],
    [['/recover', '/otp']],
    [['/recover', '/recover']],
    [['/otp', '/otp', '/recover']],
  ])('the newest two work, one after the other does not: %s', async (paths) => {
    const emails = await send(paths)
    const [older, latest] = emails.slice(-2)
    expect(await byLink(older!)).toBe(200)
    for (const email of emails) for (const by of [byLink, byCode]) expect(await by(email)).toBe(403)
    expect(latest!.template).toBe(paths.at(-1) === '/otp' ? 'magic_link' : 'recovery')
  })

  test.each([byLink, byCode])('the newest works, and ends the former one: %o', async (by) => {
    const [former, latest] = await send(['/otp', '/recover'])
    expect(await by(latest!)).toBe(200)
    expect([await byLink(former!), await byCode(former!)]).toEqual([403, 403])
  })

  test('the third newest is dead, and the second dies of its own age', async () => {
    const [first, second] = await send(['/otp', '/otp', '/otp'])
    expect(await byLink(first!)).toBe(403)
    letPass(900 - 60)
    expect(await byLink(second!)).toBe(403)
  })
})
