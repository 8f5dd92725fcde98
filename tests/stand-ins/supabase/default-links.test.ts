import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase, siteUrl } from '#tests/shared-supabase.ts'
import { openBrowser } from '#tests/supabase-clients.ts'
import { followLink, fragmentOf } from './client.ts'

const ada = 'ada@example.com'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
  supabase.control({ defaultTemplates: true })
})

const askForLink = async (emailRedirectTo?: string) => {
  const options = emailRedirectTo === undefined ? {} : { emailRedirectTo }
  await openBrowser(supabase).auth.signInWithOtp({ email: ada, options })
}

describe('the link of Supabase’s own email', () => {
  test('is in the email, without a code', async () => {
    await askForLink()
    const { html, code, confirmationUrl } = supabase.inbox.newestTo(ada)!
    expect(html).toContain(confirmationUrl.replaceAll('&', '&#38;'))
    expect(html).not.toContain(code)
  })

  test('signs in with a redirect to the page', async () => {
    await askForLink()
    const answer = await followLink(supabase, ada)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')?.split('#')[0]).toBe(siteUrl)
    const fragment = fragmentOf(answer)
    const session = { token_type: 'bearer', type: 'signup', expires_in: '1800', sb: '' }
    expect(fragment).toMatchObject(session)
    const claims = { email: ada, amr: [{ method: 'otp' }] }
    expect(decodeJwt(fragment['access_token']!)).toMatchObject(claims)
  })

  test('says "magiclink" the second time', async () => {
    await supabase.signIn(ada)
    await askForLink()
    expect(fragmentOf(await followLink(supabase, ada))['type']).toBe('magiclink')
  })

  test('is spent by a scanner', async () => {
    await askForLink()
    await followLink(supabase, ada)
    expect(fragmentOf(await followLink(supabase, ada))).toEqual({
      error: 'access_denied',
      error_code: 'otp_expired',
      error_description: 'Email link is invalid or has expired',
      sb: '',
    })
  })

  test.each([
    ['another page of the site', `${siteUrl}billing?x=1`, `${siteUrl}billing?x=1`],
    ['a listed page', 'https://shop.example/billing', 'https://shop.example/billing'],
    ['a page beside it', 'https://shop.example/other', siteUrl],
    ['a stranger’s page', 'https://evil.example/', siteUrl],
    ['the site’s host on another port', 'http://127.0.0.1:1/', siteUrl],
    ['no address', 'billing', siteUrl],
  ])('leads to the site unless the page is allowed: %s', async (_, asked, target) => {
    supabase.control({ redirectUrls: ['https://shop.example/billing'] })
    await askForLink(asked)
    const { headers } = await followLink(supabase, ada)
    expect(headers.get('location')?.split('#')[0]).toBe(target)
  })
})
