import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase, siteUrl } from '#tests/shared-supabase.ts'
import { openBrowser, openSignedIn } from '#tests/supabase-clients.ts'
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
    expect(html).toContain(confirmationUrl.replaceAll('&', '&amp;'))
    expect(html).not.toContain(code)
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

test('of an address change needs one click of the new mailbox if one confirmation is enough', async () => {
  supabase.control({ doubleConfirmChanges: false })
  const { auth } = await openSignedIn(supabase, 'mallory@example.com')
  await auth.updateUser({ email: ada })
  const fragment = fragmentOf(await followLink(supabase, ada))
  expect(fragment['type']).toBe('email_change')
  expect(decodeJwt(fragment['access_token']!)).toMatchObject({ email: ada })
})
