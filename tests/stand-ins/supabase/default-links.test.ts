import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase, siteUrl } from '#tests/shared-supabase.ts'
import { askForLink, callAuth, claimsIn, fragmentOf, redeem } from './client.ts'

const ada = 'ada@example.com'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
  supabase.control({ defaultTemplates: true })
})

/** Opens the link of the newest mail, as a browser or a scanner does. */
async function follow(method: 'GET' | 'HEAD' = 'GET') {
  const { confirmationUrl } = supabase.inbox.newestTo(ada)!
  const path = confirmationUrl.replace(`${supabase.url}/auth/v1`, '')
  return await callAuth(supabase, `${method} ${path}`)
}

describe('the link of Supabase’s own mail', () => {
  test('stands in the mail, without a code', async () => {
    await askForLink(supabase, ada)
    const { html, code, confirmationUrl } = supabase.inbox.newestTo(ada)!
    expect(html).toContain(confirmationUrl.replaceAll('&', '&#38;'))
    expect(html).not.toContain(code)
  })

  test('signs in by a redirect to the page', async () => {
    await askForLink(supabase, ada)
    const answer = await follow()
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')?.split('#')[0]).toBe(siteUrl)
    const fragment = fragmentOf(answer)
    expect(fragment).toMatchObject({
      token_type: 'bearer',
      type: 'signup',
      expires_in: '1800',
      sb: '',
    })
    expect(claimsIn(fragment['access_token'])).toMatchObject({
      email: ada,
      amr: [{ method: 'otp' }],
    })
  })

  test('says magiclink the second time', async () => {
    await supabase.signIn(ada)
    await askForLink(supabase, ada)
    expect(fragmentOf(await follow())['type']).toBe('magiclink')
  })

  test.each(['GET', 'HEAD'] as const)('a scanner’s %s spends it', async (method) => {
    await askForLink(supabase, ada)
    await follow(method)
    const dead = {
      error: 'access_denied',
      error_code: 'otp_expired',
      error_description: 'Email link is invalid or has expired',
      sb: '',
    }
    expect(fragmentOf(await follow())).toEqual(dead)
    expect((await redeem(supabase, supabase.inbox.newestTo(ada)!.tokenHash)).status).toBe(403)
  })
})

describe('where it leads', () => {
  test.each([
    ['another page of the site', `${siteUrl}billing?x=1`, `${siteUrl}billing?x=1`],
    [
      'a page that the project lists',
      'https://shop.example/billing',
      'https://shop.example/billing',
    ],
    ['a page beside it', 'https://shop.example/other', siteUrl],
    ['a stranger’s page', 'https://evil.example/', siteUrl],
    ['the site’s host on another port', 'http://127.0.0.1:1/', siteUrl],
    ['no address', 'billing', siteUrl],
  ])('%s', async (_, asked, target) => {
    supabase.control({ redirectUrls: ['https://shop.example/billing'] })
    const query = new URLSearchParams({ redirect_to: asked })
    await callAuth(supabase, `POST /otp?${query}`, { body: { email: ada } })
    expect((await follow()).headers.get('location')?.split('#')[0]).toBe(target)
  })
})
