import { describe, expect } from 'vitest'
import { choosePlural, fill } from '../../web/words/fill.ts'
import { formatDate, formatMoney } from '../../web/words/format.ts'
import { text as arabic } from '../../web/words/ar.ts'
import { text as japanese } from '../../web/words/ja.ts'
import { test, useSite } from './browser/flow.ts'
import { focused, reach } from './browser/keyboard.ts'

const site = useSite('built', 8984)

const people = [
  { text: japanese, locale: 'ja-JP', portal: 'ja', digits: '０１２３４５６７８９' },
  { text: arabic, locale: 'ar-EG', portal: 'auto', digits: '٠١٢٣٤٥٦٧٨٩' },
]

describe.for(people)('to someone from $locale', ({ text, locale, portal, digits }) => {
  const { language, direction } = text.page
  const email = `${language}@example.com`

  test('the whole job is done in their language, with a keyboard and nothing else', async () => {
    const { customer, subscription } = await site.sell(email, 'Studio')
    await site.sell(email, 'Archive')
    const { page, sees } = await site.visitor({ locale, viewport: { width: 360, height: 740 } })
    const heading = () => page.locator('[data-heading]').innerText()
    await page.goto(`${site.origin}/`)
    await sees('sign-in')
    expect(await heading()).toBe(text.signIn.heading)
    await reach(page, { field: 'email' })
    await page.keyboard.type('x')
    await page.keyboard.press('Enter')
    await page.locator('[data-summary]:focus').waitFor()
    expect(await page.locator('[data-error="email"]').innerText()).toBe(text.mailForm.malformed)
    await reach(page, { field: 'email' })
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(email)
    await page.keyboard.press('Enter')
    await sees('mail-sent')
    expect(await heading()).toBe(text.mailSent.heading)
    await reach(page, { field: 'code' })
    const code = site.mailedCode(email)
    await page.keyboard.insertText(code.replaceAll(/\d/g, (digit) => digits[Number(digit)]!))
    await page.keyboard.press('Enter')
    await sees('links')
    expect(await focused(page)).toHaveProperty('heading')
    const found = choosePlural(language, text.loading.found, 2)
    expect(await page.locator('[data-live]').innerText()).toBe(fill(found, { count: '2' }))

    const row = await page.locator(`[data-row="${subscription}"]`).innerText()
    const sold = site.stripe.subscriptions().find(({ id }) => id === subscription)
    const renewsAt = new Date(sold!.items.data[0]!.current_period_end * 1000).toISOString()
    const plain = (words: string) => words.replaceAll(/\s/g, ' ')
    for (const words of [
      text.statuses.active,
      fill(text.per.month, { price: formatMoney(locale, 900, 'eur') }),
      fill(text.links.renews, { date: formatDate(locale, renewsAt) }),
    ])
      expect(plain(row)).toContain(plain(words))

    await page.locator(`[data-link="${customer}"] [data-action="open-portal"]`).focus()
    await page.keyboard.press('Enter')
    expect(await site.openedPortal(page)).toMatchObject({ customer, locale: portal })
    await page.getByRole('link', { name: /^Return/ }).click()
    await sees('links')
    expect(await heading()).toBe(text.links.heading)
  })

  test('the page runs as their script runs, and what is typed runs from the left', async () => {
    const { page } = await site.visitor({ locale })
    await page.goto(`${site.origin}/?email=${email}`)
    const [label, input] = ['label', 'input'].map((name) => page.locator(name))
    const directionOf = (element: Element) => getComputedStyle(element).direction
    expect(await label!.evaluate(directionOf)).toBe(direction)
    expect(await input!.evaluate(directionOf)).toBe('ltr')
    const [heading, box] = await Promise.all(
      ['[data-heading]', 'section'].map((name) => page.locator(name).boundingBox()),
    )
    const isFromTheLeft = heading!.x - box!.x <= box!.x + box!.width - (heading!.x + heading!.width)
    expect(isFromTheLeft || direction === 'rtl').toBe(true)
  })
})

test('a link to the page may name the language, and only that one is asked for', async () => {
  const { page, sees } = await site.visitor({ locale: 'ja-JP' })
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${site.origin}/?lang=ar`)
  await sees('sign-in')
  expect(await page.locator('h1').innerText()).toBe(arabic.signIn.heading)
  const files = asked.flatMap((url) => /\/(en|de|fr|es|ja|ar)-[\w-]+\.js$/.exec(url)?.[1] ?? [])
  expect(files).toEqual(['ar'])
})
