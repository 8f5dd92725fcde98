import { describe, expect } from 'vitest'
import { test, useSite } from '#tests/flows/browser/flow.ts'
import type { Visitor } from '#tests/flows/browser/visitor.ts'
import { expectStrictHeaders } from './strict-headers.ts'
import type { Manner } from './turnstile-stand-in.ts'
import { standInForTurnstile, turnstileOrigin } from './turnstile-stand-in.ts'

const siteKey = '1x00000000000000000000AA'
process.env['TURNSTILE_SITE_KEY'] = siteKey
const site = useSite('built', 8970)
const token = 'a-person-asks'

/** Supabase wants a captcha; somebody comes whom Cloudflare meets in this manner. */
async function comes(manner: Manner): Promise<Visitor> {
  site.supabase.control({ captcha: token, maxFrequencySeconds: 0 })
  const who = await site.visitor({ alsoAsks: [turnstileOrigin] })
  // Cloudflare's script is not held to our rule for strings: the browser says so, and that is all.
  who.mayHear(/report-only/i)
  await standInForTurnstile(who.context, manner, token)
  return who
}

const emails = () => site.supabase.calls.filter(({ path }) => path === '/auth/v1/otp')

test('the built page lets in its script and its frame, and nothing unsafe', async () => {
  await expectStrictHeaders(site.origin, { captcha: true })
})

test('nobody asks Cloudflare before the form is touched', async () => {
  const { page, types } = await comes('passes')
  let asked = 0
  page.on('request', (request) => (asked += Number(request.url().startsWith(turnstileOrigin))))
  await page.goto(`${site.origin}/`)
  await page.locator('[data-field="email"]').waitFor()
  expect(asked).toBe(0)
  await types('email', 'ada@example.com')
  await page.waitForFunction(() => window.turnstile !== undefined)
  expect(asked).toBe(1)
})

describe('a person', () => {
  test('who is let through gets the email', async () => {
    const { page, asksForLink } = await comes('passes')
    await asksForLink('grace@example.com')
    expect(site.supabase.inbox.newestTo('grace@example.com')).toBeDefined()
    const rendered = await page.evaluate(
      () => (window.turnstile as never as { rendered: unknown[] }).rendered,
    )
    expect(rendered).toEqual([{ sitekey: siteKey, isInDocument: true }])
    expect(await page.locator('manage-billing > [slot]').count()).toBe(0)
  })

  test('who has to answer something answers it in the form', async () => {
    const { page, types, press, sees } = await comes('asks')
    await page.goto(`${site.origin}/`)
    await types('email', 'asked@example.com')
    await press('send-mail')
    await page.frameLocator('iframe').getByRole('button').click()
    await sees('mail-sent')
    expect(site.supabase.inbox.newestTo('asked@example.com')).toBeDefined()
  })

  test('who asks for another email is asked again: a token serves once', async () => {
    const who = await comes('passes')
    const { page, asksForLink, press } = who
    await page.clock.install()
    const bodies: unknown[] = []
    page.on('request', (request) => {
      if (request.url().includes('/auth/v1/otp') && request.method() === 'POST')
        bodies.push(request.postDataJSON())
    })
    await asksForLink('again@example.com')
    await page.clock.fastForward('01:01')
    site.supabase.control({ captcha: `${token}-2` })
    await page.locator('[data-action="resend"]:not([data-wait])').waitFor()
    await press('resend')
    await page.locator('[data-action="resend"][data-wait]').waitFor()
    expect(bodies).toMatchObject(
      [token, `${token}-2`].map((captcha_token) => ({ gotrue_meta_security: { captcha_token } })),
    )
    expect(site.supabase.inbox.emails.filter(({ to }) => to === 'again@example.com')).toHaveLength(
      2,
    )
  })
})

describe('it is said in words', () => {
  test.for(['refuses', 'absent'] as const)(
    'if Cloudflare %s, and nothing is sent',
    async (manner) => {
      const { page, context, types, press, meets, sees, mayHear } = await comes(manner)
      mayHear(/ERR_FAILED/)
      await page.goto(`${site.origin}/`)
      await types('email', 'kept@example.com')
      await press('send-mail')
      await meets('captcha_failed')
      expect(emails()).toEqual([])
      expect(await page.locator('[data-field="email"]').inputValue()).toBe('kept@example.com')
      if (manner === 'refuses') return

      // A script that comes after all serves.
      await standInForTurnstile(context, 'passes', token)
      await press('send-mail')
      await sees('mail-sent')
    },
  )

  test('if Supabase does not take the token', async () => {
    const { page, types, press, meets, mayHear } = await comes('passes')
    mayHear(/status of 400/)
    site.supabase.control({ captcha: 'another' })
    await page.goto(`${site.origin}/`)
    await types('email', 'refused@example.com')
    await press('send-mail')
    await meets('captcha_failed')
    expect(site.supabase.inbox.newestTo('refused@example.com')).toBeUndefined()
  })
})

test('anyone who leaves the form halfway leaves nothing behind', async () => {
  const { page, types, press, sees } = await comes('asks')
  await page.goto(`${site.origin}/`)
  await types('email', 'left@example.com')
  await press('send-mail')
  await page.frameLocator('iframe').getByRole('button').waitFor()
  expect(await page.locator('manage-billing > [slot]').count()).toBe(1)
  await page.evaluate((hash) => (location.hash = hash), `#token_hash=${'a'.repeat(56)}`)
  await sees('confirm')
  await page.waitForFunction(() => document.querySelector('manage-billing > [slot]') === null)
  expect(emails()).toEqual([])
})
