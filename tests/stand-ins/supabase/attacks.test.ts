import type { SupabaseClient } from '@supabase/supabase-js'
import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { openBrowser, openSignedIn } from '#tests/supabase-clients.ts'
import { followLink, fragmentOf, goodPassword } from './client.ts'

// How Supabase Auth itself behaves; that none of it opens a customer is in tests/doors/portal-links/attacks.test.ts.
const victim = 'victim@example.com'
const mallory = 'mallory@example.com'
const credentials = { email: victim, password: goodPassword }

let supabase: SupabaseStandIn
let browser: SupabaseClient
beforeEach(async () => {
  supabase = await sharedSupabase()
  browser = openBrowser(supabase)
})

describe('a password', () => {
  test('signs in as anyone while confirmations are off', async () => {
    supabase.control({ autoconfirm: true })
    const { data } = await browser.auth.signUp(credentials)
    const claims = { email: victim, amr: [{ method: 'password' }] }
    expect(decodeJwt(data.session!.access_token)).toMatchObject(claims)
  })
})

describe('an address change', () => {
  async function startChange(): Promise<SupabaseClient> {
    const attacker = await openSignedIn(supabase, mallory)
    const { data } = await attacker.auth.updateUser({ email: victim })
    expect([data.user?.email, data.user?.new_email]).toEqual([mallory, victim])
    return attacker
  }
  const confirm = async (email: string) => {
    const { tokenHash } = supabase.inbox.newestTo(email)!
    const other = openBrowser(supabase)
    return (await other.auth.verifyOtp({ type: 'email_change', token_hash: tokenHash })).data
  }

  test('sends an email to both addresses, and the project’s own offers nothing to press', async () => {
    await startChange()
    for (const address of [mallory, victim]) {
      const email = supabase.inbox.newestTo(address)!
      expect(email).toMatchObject({ template: 'email_change', subject: 'Nothing was changed' })
      expect(email.html).not.toMatch(/href|\d{10}/)
    }
  })

  test('confirmed by only one address changes nothing', async () => {
    const attacker = await startChange()
    expect((await confirm(mallory)).session).toBeNull()
    expect((await attacker.auth.getUser()).data.user?.email).toBe(mallory)
  })

  test.each([
    [mallory, victim],
    [victim, mallory],
  ])('confirmed by %s and %s signs in again under the new address', async (one, other) => {
    const attacker = await startChange()
    await confirm(one)
    const { session } = await confirm(other)
    const refreshed = await attacker.auth.refreshSession()
    for (const token of [session!.access_token, refreshed.data.session!.access_token]) {
      expect(decodeJwt(token)).toMatchObject({ email: victim, amr: [{ method: 'otp' }] })
    }
  })

  test('needs one click by the victim if one confirmation is enough', async () => {
    supabase.control({ doubleConfirmChanges: false, defaultTemplates: true })
    await startChange()
    expect(supabase.inbox.newestTo(mallory)?.template).toBe('confirmation')
    const fragment = fragmentOf(await followLink(supabase, victim))
    expect(fragment['type']).toBe('email_change')
    expect(decodeJwt(fragment['access_token']!)).toMatchObject({ email: victim })
  })

  test('to an address that another user has is refused', async () => {
    await supabase.signIn(victim)
    const attacker = await openSignedIn(supabase, mallory)
    const { error } = await attacker.auth.updateUser({ email: victim })
    expect([error?.status, error?.code]).toEqual([422, 'email_exists'])
  })
})
