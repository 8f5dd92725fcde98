import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { callAuth, claimsIn } from './client.ts'

const ada = 'ada@example.com'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function refresh(refreshToken: string) {
  const body = { refresh_token: refreshToken }
  return await callAuth(supabase, 'POST /token?grant_type=refresh_token', { body })
}

describe('a refreshed token', () => {
  test('keeps how and when the person signed in', async () => {
    const { accessToken, refreshToken } = await supabase.signIn(ada)
    supabase.control({ clockAheadSeconds: 1000 })
    const { body } = await refresh(refreshToken)
    const [before, after] = [claimsIn(accessToken), claimsIn(body['access_token'])]
    expect(after['amr']).toEqual(before['amr'])
    expect(after['session_id']).toBe(before['session_id'])
    expect(Number(after['iat'])).toBeGreaterThanOrEqual(Number(before['iat']) + 1000)
  })

  test('costs the refresh token, which serves once', async () => {
    const { refreshToken } = await supabase.signIn(ada)
    expect((await refresh(refreshToken)).status).toBe(200)
    const again = await refresh(refreshToken)
    expect([again.status, again.body['code']]).toEqual([400, 'refresh_token_already_used'])
  })

  test('is not given for a refresh token that is none', async () => {
    const { status, body } = await refresh('nonsense')
    expect([status, body['code']]).toEqual([400, 'refresh_token_not_found'])
  })
})

describe('signing out', () => {
  test.each([
    ['local', [403, 200]],
    ['others', [200, 403]],
    ['global', [403, 403]],
  ])('%s ends the sessions of its scope', async (scope, statuses) => {
    const mine = await supabase.signIn(ada)
    const other = await supabase.signIn(ada)
    const out = await callAuth(supabase, `POST /logout?scope=${scope}`, { token: mine.accessToken })
    expect(out.status).toBe(204)
    const after = []
    for (const { accessToken } of [mine, other]) {
      after.push((await callAuth(supabase, 'GET /user', { token: accessToken })).status)
    }
    expect(after).toEqual(statuses)
  })

  test('leaves nothing to refresh', async () => {
    const { accessToken, refreshToken } = await supabase.signIn(ada)
    await callAuth(supabase, 'POST /logout', { token: accessToken })
    expect((await refresh(refreshToken)).body['code']).toBe('refresh_token_not_found')
    const { body } = await callAuth(supabase, 'GET /user', { token: accessToken })
    expect(body['code']).toBe('session_not_found')
  })

  test('in a scope that is none is refused', async () => {
    const { accessToken } = await supabase.signIn(ada)
    const answer = await callAuth(supabase, 'POST /logout?scope=all', { token: accessToken })
    expect(answer.status).toBe(400)
  })
})

describe('the person behind a token', () => {
  test('is told, and may write about himself', async () => {
    const { accessToken } = await supabase.signIn(ada)
    const { body } = await callAuth(supabase, 'PUT /user', {
      token: accessToken,
      body: { data: { email_verified: 'so he says' } },
    })
    expect(body).toMatchObject({ email: ada, user_metadata: { email_verified: 'so he says' } })
  })

  test.each<[string, () => string | undefined, number, string]>([
    ['no token', () => undefined, 401, 'no_authorization'],
    ['rubbish', () => 'rubbish', 403, 'bad_jwt'],
    ['the API key', () => supabase.publishableKey, 403, 'bad_jwt'],
  ])('%s is nobody', async (_, token, status, code) => {
    const given = token()
    const answer = await callAuth(
      supabase,
      'GET /user',
      given === undefined ? {} : { token: given },
    )
    expect([answer.status, answer.body['code']]).toEqual([status, code])
  })

  test('a minted token without a session is nobody', async () => {
    const token = await supabase.mintToken({ email: ada })
    expect((await callAuth(supabase, 'GET /user', { token })).body['code']).toBe(
      'session_not_found',
    )
  })
})
