import { describe, expect } from 'vitest'
import { test, useSite } from './browser/flow.ts'

const site = useSite('built', 8920)

const codeFor = (email: string) => site.supabase.inbox.newestTo(email)?.code ?? ''
const mailsTo = (email: string) =>
  site.supabase.inbox.emails.filter(({ to }) => to === email).length

describe('the code from the mail', () => {
  test('opens the page where it is typed, in two groups', async () => {
    await site.sell('ada.code@example.com', 'Studio')
    const { types, press, sees, asksForMail } = await site.visitor()
    await asksForMail('ada.code@example.com')
    const code = codeFor('ada.code@example.com')
    await types('code', `${code.slice(0, 5)} ${code.slice(5)}`)
    await press('send-code')
    await sees('links')
  })

  test('opens the page where it is pasted with what stood around it', async () => {
    await site.sell('paste@example.com', 'Studio')
    const { page, sees, asksForMail } = await site.visitor()
    await asksForMail('paste@example.com')
    const code = codeFor('paste@example.com')
    await page.locator('[data-field="code"]').focus()
    await page.keyboard.insertText(` ${code.slice(0, 5)}–${code.slice(5)} `)
    await page.keyboard.press('Enter')
    await sees('links')
  })

  test('mistyped is said so, beside the field, and the right one still opens', async () => {
    await site.sell('typo@example.com', 'Studio')
    const { page, types, press, sees, asksForMail, mayHear } = await site.visitor()
    mayHear(/status of 403/)
    await asksForMail('typo@example.com')
    const code = codeFor('typo@example.com')
    await types('code', String((Number(code) + 1) % 1e10).padStart(10, '0'))
    await press('send-code')
    await page.locator('[data-summary] [data-for="code"]').click()
    await page.locator('[data-error="code"]').waitFor()
    expect(await page.locator('[data-field="code"]:focus').count()).toBe(1)
    await types('code', code)
    await press('send-code')
    await sees('links')
  })

  test('is not even sent where it can be none', async () => {
    const { page, types, press, asksForMail } = await site.visitor()
    await asksForMail('short@example.com')
    for (const words of ['', '123', 'abcdefghij']) {
      await types('code', words)
      await press('send-code')
      await page.locator('[data-error="code"]').waitFor()
    }
    expect(site.supabase.calls.filter(({ path }) => path.endsWith('/verify'))).toEqual([])
  })
})

describe('the way to the mailbox', () => {
  test('is shown where the domain tells it, and nobody is asked before the press', async () => {
    const { page, asksForMail } = await site.visitor()
    await asksForMail('ada@gmail.com')
    const link = page.locator('[data-action="open-mailbox"]')
    expect(await link.innerText()).toBe('Open Gmail in a new tab')
    const attributes = ['href', 'target', 'rel'].map((name) => link.getAttribute(name))
    expect(await Promise.all(attributes)).toEqual([
      'https://mail.google.com/',
      '_blank',
      'noreferrer',
    ])
  })

  test('is not guessed', async () => {
    const { page, asksForMail } = await site.visitor()
    await asksForMail('ada.mail@example.com')
    expect(await page.locator('[data-action="open-mailbox"]').count()).toBe(0)
  })
})

describe('asking again', () => {
  const minute = 61

  test('after the wait sends a mail that alone works', async () => {
    const email = 'again@example.com'
    await site.sell(email, 'Studio')
    const { page, types, press, insists, sees, mayHear } = await site.visitor()
    mayHear(/status of 403/)
    await page.clock.install()
    await page.goto(`${site.origin}/`)
    await types('email', email)
    await press('send-mail')
    await sees('mail-sent')
    const older = site.mailedLink(email)
    await insists('resend')
    expect(mailsTo(email)).toBe(1)

    site.supabase.control({ clockAheadSeconds: minute })
    await page.clock.fastForward('01:01')
    await page.locator('[data-action="resend"]:not([data-wait])').click()
    await page.locator('[data-action="resend"][data-wait]:not([data-pending])').waitFor()
    expect(mailsTo(email)).toBe(2)

    await page.goto(older)
    await press('continue')
    await sees('link-expired')
    site.supabase.control({ clockAheadSeconds: 2 * minute })
    await types('email', email)
    await press('send-mail')
    await sees('mail-sent')
    site.supabase.control({ clockAheadSeconds: 0 })
    await page.goto(site.mailedLink(email))
    await press('continue')
    await sees('links')
  })

  test('before the server wants to is no failure: its wait is kept', async () => {
    const email = 'hasty@example.com'
    const first = await site.visitor()
    await first.asksForMail(email)
    const second = await site.visitor()
    second.mayHear(/status of 429/)
    await second.asksForMail(email)
    const wait = await second.page.locator('[data-action="resend"]').getAttribute('data-wait')
    expect(Number(wait)).toBeGreaterThan(30)
    expect(mailsTo(email)).toBe(1)
  })
})

describe('the link from the mail', () => {
  test('opens once', async () => {
    await site.sell('once@example.com', 'Studio')
    const first = await site.visitor()
    await first.asksForMail('once@example.com')
    const link = site.mailedLink('once@example.com')
    await first.page.goto(link)
    await first.press('continue')
    await first.sees('links')

    const second = await site.visitor()
    second.mayHear(/status of 403/)
    await second.page.goto(link)
    await second.press('continue')
    await second.sees('link-expired')
  })

  test('opens on another device, and the code at the first one is spent with it', async () => {
    await site.sell('phone@example.com', 'Studio')
    const desk = await site.visitor()
    desk.mayHear(/status of 403/)
    await desk.asksForMail('phone@example.com')
    const code = codeFor('phone@example.com')
    const phone = await site.visitor({ viewport: { width: 390, height: 844 } })
    await phone.page.goto(site.mailedLink('phone@example.com'))
    await phone.press('continue')
    await phone.sees('links')

    await desk.types('code', code)
    await desk.press('send-code')
    await desk.page.locator('[data-error="code"]').waitFor()
    await desk.sees('mail-sent')
  })

  test('survives a scanner that opens it first', async () => {
    await site.sell('scanned@example.com', 'Studio')
    const person = await site.visitor()
    await person.asksForMail('scanned@example.com')
    const link = site.mailedLink('scanned@example.com')
    expect((await fetch(link)).status).toBe(200)
    const scanner = await site.visitor()
    await scanner.page.goto(link)
    await scanner.sees('confirm')
    await person.page.goto(link)
    await person.press('continue')
    await person.sees('links')
  })

  test('pasted into the open page is taken as well', async () => {
    await site.sell('pasted@example.com', 'Studio')
    const { page, sees, press, asksForMail } = await site.visitor()
    await asksForMail('pasted@example.com')
    const link = site.mailedLink('pasted@example.com')
    await page.evaluate((it) => location.assign(it), link)
    await sees('confirm')
    expect(page.url()).toBe(`${site.origin}/`)
    await press('continue')
    await sees('links')
  })
})

describe("a link of Supabase's own mail", () => {
  test('signs in and leaves nothing in the address bar, nor a token that could renew itself', async () => {
    await site.sell('default@example.com', 'Studio')
    site.supabase.control({ defaultTemplates: true })
    const { page, sees, asksForMail } = await site.visitor()
    await asksForMail('default@example.com')
    await page.goto(site.mailedLink('default@example.com'))
    await sees('links')
    expect(page.url()).toBe(`${site.origin}/`)
    const stored = await page.evaluate(() =>
      JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
    )
    expect(stored).not.toContain('refresh')
  })

  test('that is too old becomes words and a new mail', async () => {
    site.supabase.control({ defaultTemplates: true })
    const { page, sees, types, press, asksForMail } = await site.visitor()
    await asksForMail('late@example.com')
    site.supabase.control({ clockAheadSeconds: 901 })
    await page.goto(site.mailedLink('late@example.com'))
    await sees('link-expired')
    expect(page.url()).toBe(`${site.origin}/`)
    await types('email', 'late@example.com')
    await press('send-mail')
    await sees('mail-sent')
    expect(mailsTo('late@example.com')).toBe(2)
  })
})
