import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import {
  askForLink,
  callAuth,
  claimsIn,
  fragmentOf,
  goodPassword,
  idsSeen,
  recordCustomer,
  redeem,
} from './client.ts'

const victim = 'victim@example.com'
const mallory = 'mallory@example.com'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
  await recordCustomer(supabase, 'cus_victim', victim)
})

async function byPassword(email: string, password: string) {
  return await callAuth(supabase, 'POST /token?grant_type=password', { body: { email, password } })
}

describe('a password set before the victim came', () => {
  const credentials = { email: victim, password: goodPassword }
  beforeEach(async () => {
    const { status, body } = await callAuth(supabase, 'POST /signup', { body: credentials })
    expect([status, body['email'], body['access_token']]).toEqual([200, victim, undefined])
  })

  test('opens nothing until the victim confirms, and then signs in without a mail', async () => {
    const early = await byPassword(victim, goodPassword)
    expect([early.status, early.body['code']]).toEqual([400, 'email_not_confirmed'])

    supabase.control({ clockAheadSeconds: 61 })
    await askForLink(supabase, victim)
    supabase.control({ clockAheadSeconds: 0 })
    await redeem(supabase, supabase.inbox.newestTo(victim)!.tokenHash)

    const late = await byPassword(victim, goodPassword)
    expect(late.status).toBe(200)
    const claims = claimsIn(late.body['access_token'])
    expect(claims).toMatchObject({ email: victim, amr: [{ method: 'password' }] })
    expect(await idsSeen(supabase, late.body['access_token'])).toEqual([])
  })

  test('a second sign-up leaves the row alone', async () => {
    supabase.control({ clockAheadSeconds: 61 })
    await callAuth(supabase, 'POST /signup', {
      body: { ...credentials, password: `${goodPassword}!` },
    })
    await redeem(supabase, supabase.inbox.newestTo(victim)!.tokenHash)
    expect((await byPassword(victim, goodPassword)).status).toBe(200)
    expect((await byPassword(victim, `${goodPassword}!`)).status).toBe(400)
  })
})

describe('passwords', () => {
  test('of fewer than 32 letters are refused', async () => {
    const body = { email: mallory, password: 'short' }
    const answer = await callAuth(supabase, 'POST /signup', { body })
    expect([answer.status, answer.body['code']]).toEqual([422, 'weak_password'])
  })

  test('that are wrong, or of nobody, are refused alike', async () => {
    await supabase.signIn(mallory)
    for (const email of [mallory, 'nobody@example.com']) {
      const { status, body } = await byPassword(email, goodPassword)
      expect([status, body['code']]).toEqual([400, 'invalid_credentials'])
    }
  })

  test('signing up for a confirmed address tells nothing and sends nothing', async () => {
    await supabase.signIn(victim)
    supabase.inbox.clear()
    const { status, body } = await callAuth(supabase, 'POST /signup', {
      body: { email: victim, password: goodPassword },
    })
    expect([status, body['email'], body['access_token']]).toEqual([200, victim, undefined])
    expect(supabase.inbox.mails).toEqual([])
  })

  test('with confirmations off, anybody is anybody at once; the table still shows nothing', async () => {
    supabase.control({ autoconfirm: true })
    const { body } = await callAuth(supabase, 'POST /signup', {
      body: { email: victim, password: goodPassword },
    })
    expect(claimsIn(body['access_token'])).toMatchObject({
      email: victim,
      amr: [{ method: 'password' }],
    })
    expect(await idsSeen(supabase, body['access_token'])).toEqual([])
  })

  test('anonymous people are refused', async () => {
    const { status, body } = await callAuth(supabase, 'POST /signup', { body: {} })
    expect([status, body['code']]).toEqual([422, 'anonymous_provider_disabled'])
  })
})

describe('an address change', () => {
  async function startChange() {
    const session = await supabase.signIn(mallory)
    const answer = await callAuth(supabase, 'PUT /user', {
      token: session.accessToken,
      body: { email: victim },
    })
    expect([answer.status, answer.body['email'], answer.body['new_email']]).toEqual([
      200,
      mallory,
      victim,
    ])
    return session
  }
  const confirm = async (email: string) =>
    await callAuth(supabase, 'POST /verify', {
      body: { type: 'email_change', token_hash: supabase.inbox.newestTo(email)!.tokenHash },
    })

  test('writes to both sides, and the project’s mail offers nothing to press', async () => {
    await startChange()
    for (const email of [mallory, victim]) {
      const mail = supabase.inbox.newestTo(email)!
      expect(mail).toMatchObject({ template: 'email_change', subject: 'Nothing was changed' })
      expect(mail.html).not.toMatch(/href|\d{10}/)
    }
  })

  test('half of it changes nothing', async () => {
    const { accessToken } = await startChange()
    const { body } = await confirm(mallory)
    expect(body['access_token']).toBeUndefined()
    expect(body['msg']).toMatch(/other email/)
    const { body: user } = await callAuth(supabase, 'GET /user', { token: accessToken })
    expect(user['email']).toBe(mallory)
  })

  test.each([
    [mallory, victim],
    [victim, mallory],
  ])(
    'confirmed by %s and %s it signs in afresh under the new address, which proves nothing',
    async (one, other) => {
      const { refreshToken } = await startChange()
      await confirm(one)
      const { body } = await confirm(other)
      const refreshed = await callAuth(supabase, 'POST /token?grant_type=refresh_token', {
        body: { refresh_token: refreshToken },
      })
      for (const token of [body['access_token'], refreshed.body['access_token']]) {
        expect(claimsIn(token)).toMatchObject({ email: victim, amr: [{ method: 'otp' }] })
        expect(await idsSeen(supabase, token)).toEqual([])
      }
    },
  )

  test('one click of the victim suffices where one side may confirm alone', async () => {
    supabase.control({ doubleConfirmChanges: false, defaultTemplates: true })
    await startChange()
    expect(supabase.inbox.newestTo(mallory)?.template).toBe('confirmation')
    const { confirmationUrl } = supabase.inbox.newestTo(victim)!
    const path = confirmationUrl.replace(`${supabase.url}/auth/v1`, '')
    const fragment = fragmentOf(await callAuth(supabase, `GET ${path}`))
    expect(fragment['type']).toBe('email_change')
    expect(claimsIn(fragment['access_token'])).toMatchObject({ email: victim })
    expect(await idsSeen(supabase, fragment['access_token'])).toEqual([])
  })

  test('to an address that somebody has is refused', async () => {
    await supabase.signIn(victim)
    const { accessToken } = await supabase.signIn(mallory)
    const { status, body } = await callAuth(supabase, 'PUT /user', {
      token: accessToken,
      body: { email: victim },
    })
    expect([status, body['code']]).toEqual([422, 'email_exists'])
  })

  test('the victim himself, who proves his address afterwards, sees his customers', async () => {
    await startChange()
    const { accessToken } = await supabase.signIn(victim)
    expect(await idsSeen(supabase, accessToken)).toEqual(['cus_victim'])
  })
})
