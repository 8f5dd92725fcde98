import { describe, expect } from 'vitest'
import { text } from '../../web/words/en.ts'
import { test, useSite } from './browser/flow.ts'

const site = useSite('built', 8920)

const verified = () => site.supabase.calls.filter(({ path }) => path.endsWith('/verify')).length

describe('the code from the email', () => {
  test('opens the page, pasted with what stood around it', async () => {
    await site.sell('paste@example.com', 'Studio')
    const { page, sees } = await site.asking('paste@example.com')
    const code = site.mailedCode('paste@example.com')
    await page.locator('[data-field="code"]').focus()
    await page.keyboard.insertText(` ${code.slice(0, 5)}–${code.slice(5)} `)
    await page.keyboard.press('Enter')
    await sees('links')
  })

  test('is called wrong beside the field if mistyped, and the right one still opens', async () => {
    await site.sell('typo@example.com', 'Studio')
    const { page, types, press, sees, mayHear } = await site.asking('typo@example.com')
    mayHear(/status of 403/)
    const code = site.mailedCode('typo@example.com')
    await types('code', String((Number(code) + 1) % 1e10).padStart(10, '0'))
    await press('send-code')
    await page.locator('[data-summary] [data-for="code"]').click()
    await page.locator('[data-error="code"]').waitFor()
    await page.locator('[data-field="code"]:focus').waitFor()
    await types('code', code)
    await press('send-code')
    await sees('links')
  })

  test('is not even sent if it can be none', async () => {
    const { page, types, press } = await site.asking('short@example.com')
    for (const words of ['', '123', 'abcdefghij']) {
      await types('code', words)
      await press('send-code')
      await page.locator('[data-error="code"]').waitFor()
    }
    expect(verified()).toBe(0)
  })
})

test('the way to the mailbox is shown if the domain tells it, and nobody is asked before the press', async () => {
  const { page } = await site.asking('ada@gmail.com')
  const link = page.locator('[data-action="open-mailbox"]')
  expect(await link.innerText()).toBe('Open Gmail in a new tab')
  const attributes = ['href', 'target', 'rel'].map((name) => link.getAttribute(name))
  expect(await Promise.all(attributes)).toEqual([
    'https://mail.google.com/',
    '_blank',
    'noreferrer',
  ])
})

describe('asking again', () => {
  test('after the wait sends an email; the one before it works, too, until one of them is used', async () => {
    const email = 'again@example.com'
    await site.sell(email, 'Studio')
    const { page, types, press, insists, sees, follows, mayHear } = await site.visitor()
    mayHear(/status of 403/)
    await page.clock.install()
    await page.goto(`${site.origin}/`)
    await types('email', email)
    await press('send-mail')
    await sees('mail-sent')
    const older = site.mailedLink(email)
    await insists('resend')
    expect(site.countEmails(email)).toBe(1)

    site.supabase.control({ clockAheadSeconds: 61 })
    await page.clock.fastForward('01:01')
    await page.locator('[data-action="resend"]:not([data-wait])').click()
    await page.locator('[data-action="resend"][data-wait]:not([data-pending])').waitFor()
    expect(site.countEmails(email)).toBe(2)

    site.supabase.control({ clockAheadSeconds: 0 })
    await follows(older)
    await sees('links')
    await follows(site.mailedLink(email))
    await sees('link-expired')
    await types('email', email)
    await press('send-mail')
    await sees('mail-sent')
    await follows(site.mailedLink(email))
    await sees('links')
  })

  test('before the server wants to is no failure: its wait is kept', async () => {
    const email = 'hasty@example.com'
    await site.asking(email)
    const second = await site.visitor()
    second.mayHear(/status of 429/)
    await second.asksForLink(email)
    const wait = await second.page.locator('[data-action="resend"]').getAttribute('data-wait')
    expect(Number(wait)).toBeGreaterThan(0)
    expect(Number(wait)).toBeLessThanOrEqual(60)
    expect(site.countEmails(email)).toBe(1)
    // Who asked, and when, isn't known: a stranger may have.
    const lead = await second.page.locator('.lead').innerText()
    expect(lead).toBe(text.mailSent.already.replace('{email}', email))
    expect(lead).not.toMatch(/minute/)
  })

  test('in vain is not called a success', async () => {
    site.supabase.control({ maxFrequencySeconds: 0 })
    const { page, press, sees, meets, mayHear } = await site.visitor()
    mayHear(/status of 429/)
    await page.clock.install()
    await page.goto(`${site.origin}/`)
    await page.locator('[data-field="email"]').fill('vain@example.com')
    await press('send-mail')
    await sees('mail-sent')
    await page.clock.fastForward('01:01')
    const message = 'For security purposes, you can only request this after 60 seconds.'
    await page.route('**/auth/v1/otp*', (route) =>
      route.fulfill({ status: 429, json: { code: 'over_email_send_rate_limit', message } }),
    )
    await page.locator('[data-action="resend"]:not([data-wait])').click()
    await meets('mail_too_soon')
    await page.locator('[data-action="resend"][data-wait]').waitFor()
    expect(await page.locator('[data-live]').innerText()).toBe('')
    const words = await page.locator('[data-summary]').innerText()
    expect(words).toContain(text.faults.mailBusy)
    expect(words).toContain('60 seconds')
    expect(words).not.toMatch(/minute/)
  })
})

describe('the link from the email', () => {
  test('opens once, also after a scanner has opened the page', async () => {
    await site.sell('scanned@example.com', 'Studio')
    const person = await site.asking('scanned@example.com')
    const link = site.mailedLink('scanned@example.com')
    expect((await fetch(link)).status).toBe(200)
    const scanner = await site.visitor()
    await scanner.page.goto(link)
    await scanner.sees('confirm')
    await person.follows(link)
    await person.sees('links')

    scanner.mayHear(/status of 403/)
    await scanner.press('continue')
    await scanner.sees('link-expired')
  })

  test('opens on another device, and the code at the first one is spent with it', async () => {
    await site.sell('phone@example.com', 'Studio')
    const desk = await site.asking('phone@example.com')
    desk.mayHear(/status of 403/)
    const code = site.mailedCode('phone@example.com')
    const phone = await site.visitor({ viewport: { width: 390, height: 844 } })
    await phone.follows(site.mailedLink('phone@example.com'))
    await phone.sees('links')

    await desk.types('code', code)
    await desk.press('send-code')
    await desk.page.locator('[data-error="code"]').waitFor()
    await desk.sees('mail-sent')
  })

  test('pasted into the open page is taken as well', async () => {
    await site.sell('pasted@example.com', 'Studio')
    const { page, sees, press } = await site.asking('pasted@example.com')
    const link = site.mailedLink('pasted@example.com')
    await page.evaluate((it) => location.assign(it), link)
    await sees('confirm')
    expect(page.url()).toBe(`${site.origin}/?lang=en`)
    await press('continue')
    await sees('links')
  })
})

describe("a link of Supabase's own email", () => {
  test('signs in when pressed, leaves nothing in the address bar, nor a token that could renew itself', async () => {
    await site.sell('default@example.com', 'Studio')
    site.supabase.control({ defaultTemplates: true })
    const { page, press, sees } = await site.asking('default@example.com')
    await page.goto(site.mailedLink('default@example.com'))
    await sees('confirm')
    expect(await page.locator('[data-email]').innerText()).toBe('default@example.com')
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([
      'manage-billing.waiting',
    ])
    await press('continue')
    await sees('links')
    expect(page.url()).toBe(`${site.origin}/?lang=en`)
    const stored = await page.evaluate(() =>
      JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
    )
    expect(stored).not.toContain('refresh')
  })

  test("that is a stranger's replaces no session before the press", async () => {
    const { page, press, sees } = await site.signedIn('grace@example.com')
    const { accessToken } = await site.supabase.signIn('mallory@evil.example')
    const arrive = () => page.evaluate((it) => (location.hash = `access_token=${it}`), accessToken)
    const address = () => page.locator('[data-email]').innerText()
    await arrive()
    await sees('confirm')
    expect(await address()).toBe('mallory@evil.example')
    await page.reload()
    await sees('links')
    expect(await address()).toBe('grace@example.com')

    await arrive()
    await sees('confirm')
    await press('continue')
    await sees('nothing-found')
    expect(await address()).toBe('mallory@evil.example')
  })

  test('that is too old becomes words and a new email', async () => {
    site.supabase.control({ defaultTemplates: true })
    const { page, sees, types, press } = await site.asking('late@example.com')
    site.supabase.control({ clockAheadSeconds: 901 })
    await page.goto(site.mailedLink('late@example.com'))
    await sees('link-expired')
    expect(page.url()).toBe(`${site.origin}/?lang=en`)
    await types('email', 'late@example.com')
    await press('send-mail')
    await sees('mail-sent')
    expect(site.countEmails('late@example.com')).toBe(2)
  })
})
