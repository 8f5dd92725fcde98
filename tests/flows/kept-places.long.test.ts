import { describe, expect } from 'vitest'
import { text as german } from '../../web/words/de.ts'
import { text } from '../../web/words/en.ts'
import { test, useSite } from './browser/flow.ts'

const site = useSite('built', 8970)
const field = '[data-field="email"]'

describe('while the email is on its way', () => {
  test('a reload keeps the place, for as long as the email works', async () => {
    const email = 'reload@example.com'
    await site.sell(email, 'Studio')
    const { page, types, press, sees } = await site.visitor()
    await page.clock.install()
    await page.goto(`${site.origin}/`)
    await types('email', email)
    await press('send-mail')
    await sees('mail-sent')
    await page.reload()
    await sees('mail-sent')
    expect(await page.locator('[data-email]').innerText()).toBe(email)
    await page.locator('[data-action="resend"][data-wait]').waitFor()
    await page.clock.fastForward('15:01')
    await page.reload()
    await sees('sign-in')
    await page.clock.setSystemTime(Date.now())
    await page.reload()
    await sees('mail-sent')
    // The last digit sends it.
    await types('code', site.mailedCode(email))
    await sees('links')
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([
      'manage-billing.access-token',
    ])
  })

  test('Back leads to the address, and Forward to the code', async () => {
    const email = 'back@example.com'
    const { page, sees } = await site.asking(email)
    await page.goBack()
    await sees('sign-in')
    expect(await page.locator(field).inputValue()).toBe(email)
    await page.goForward()
    await sees('mail-sent')
    await page.reload()
    await sees('mail-sent')
    await page.goBack()
    await sees('sign-in')
  })

  test('another address begins with the one that was typed, and a slip is seen', async () => {
    const { page, press, sees } = await site.asking('ada@gmial.com')
    await press('other-address')
    await sees('sign-in')
    expect(await page.locator(field).inputValue()).toBe('ada@gmial.com')
    await press('take-suggestion')
    expect(await page.locator(field).inputValue()).toBe('ada@gmail.com')
    expect(await page.locator('[data-suggestion]').isVisible()).toBe(false)
    await page.reload()
    await sees('sign-in')
  })

  test('the address to be changed is selected, so that typing replaces it', async () => {
    const { page, press, sees } = await site.asking('wrong@example.com')
    await press('other-address')
    await sees('sign-in')
    await page.locator(field).focus()
    await page.keyboard.type('right@example.com')
    expect(await page.locator(field).inputValue()).toBe('right@example.com')
  })

  test('another email is seen to be sent', async () => {
    const email = 'resent@example.com'
    site.supabase.control({ maxFrequencySeconds: 0 })
    const { page, types, press, sees } = await site.visitor()
    await page.clock.install()
    await page.goto(`${site.origin}/`)
    await types('email', email)
    await press('send-mail')
    await sees('mail-sent')
    expect(await page.locator('[data-resent]').isVisible()).toBe(false)
    await page.clock.fastForward('01:01')
    await page.locator('[data-action="resend"]:not([data-wait])').click()
    await page.getByText(text.mailSent.resent).first().waitFor()
    expect(await page.locator('.lead').innerText()).toContain(email)
  })
})

test('wide letters are an address as well', async () => {
  const { page, types, press, sees } = await site.visitor()
  await page.goto(`${site.origin}/`)
  await types('email', 'ｗｉｄｅ＠ｅｘａｍｐｌｅ．ｃｏｍ')
  await press('send-mail')
  await sees('mail-sent')
  expect(site.countEmails('wide@example.com')).toBe(1)
})

test('intent and language survive the email, and a dead link knows the address', async () => {
  const email = 'intent@example.com'
  await site.sell(email, 'Studio')
  const { page, context, types, press, sees, mayHear } = await site.visitor()
  await page.goto(`${site.origin}/?intent=cancel&lang=de`)
  await types('email', email)
  await press('send-mail')
  await sees('mail-sent')
  const link = site.mailedLink(email)
  const tab = await context.newPage()
  await tab.goto(link)
  await tab.locator('[data-action="continue"]').click()
  await tab.locator('[data-state="links"]').waitFor()
  expect(await tab.locator('html').getAttribute('lang')).toBe('de')
  expect(await tab.locator('[data-main]').innerText()).toBe(german.actions.cancel)
  await tab.close()

  mayHear(/status of 403/)
  const late = await context.newPage()
  await late.goto(link)
  await late.locator('[data-action="continue"]').click()
  await late.locator('[data-state="link-expired"]').waitFor()
  expect(await late.locator(field).inputValue()).toBe(email)
  expect(late.url()).toBe(`${site.origin}/?lang=de`)
})

test('after a reload, when nothing takes the focus, a screen reader hears what is shown', async () => {
  const { page, sees } = await site.signedIn('nobody@example.com')
  await sees('nothing-found')
  await page.reload()
  await sees('nothing-found')
  expect(await page.locator('[data-live]').innerText()).toBe(text.nothingFound.heading)
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
})
