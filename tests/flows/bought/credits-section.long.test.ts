import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { text } from '../../../web/words/account/en.ts'
import { text as german } from '../../../web/words/account/de.ts'
import { text as general } from '../../../web/words/en.ts'
import { give, spend } from '../browser/credits.ts'
import { hasCredits, owesCredits } from '../browser/every-state.ts'
import { test, useSite } from '../browser/flow.ts'

const site = useSite('built', 8956)

const section = (page: Page) => page.locator('[data-credits]')

/** What is for sale, as far as this visitor is told. */
const sells = (page: Page, offers: object[] | null) =>
  page.route('**/api/offers', (route) =>
    offers === null ? route.abort() : route.fulfill({ json: { offers, updatedAt: null } }),
  )
const nothingOfCredits = { credits: null, creditsPer100: null }

/** Signs in; the door of what is for sale has answered, or not. */
async function arrives(email: string, offers: object[] | null) {
  const visitor = await site.visitor()
  const { page, arrives } = visitor
  visitor.mayHear(/ERR_FAILED/)
  await sells(page, offers)
  const { accessToken } = await site.supabase.signIn(email)
  const asked = page.waitForRequest('**/api/offers')
  await arrives(accessToken)
  await (await asked).response()
  // Whatever is shown of it has to be fetched first.
  await page.waitForLoadState('networkidle')
  return visitor
}

test('where no credits are sold and there are none, the page does not speak of them', async () => {
  const { page } = await arrives('none@example.com', [nothingOfCredits])
  expect(await section(page).isVisible()).toBe(false)
  expect(await section(page).innerText()).toBe('')
})

test('where it is unknown whether any are sold, nothing is said of what was never there', async () => {
  const { page } = await arrives('none@example.com', null)
  expect(await section(page).isVisible()).toBe(false)
})

test('credits that were given are shown where none are sold, without a way to buy any', async () => {
  const email = 'gift@example.com'
  await give(site, { email, credits: 1 })
  const { page } = await arrives(email, [nothingOfCredits])
  await page.locator('[data-balance="1"]').waitFor()
  expect(await page.locator('[data-balance]').innerText()).toBe('1 credit left')
  expect(await page.locator('[data-buy]').count()).toBe(0)
})

test('what was spent is shown, when nothing is left', async () => {
  const email = 'spent@example.com'
  await give(site, { email, credits: 5 })
  await spend(site, { email, credits: 5, daysAgo: 2 })
  const { page } = await arrives(email, [])
  await page.locator('[data-balance="0"]').waitFor()
  expect(await page.locator('[data-spent]').getAttribute('data-spent')).toBe('5')
})

test('if the offers can’t be asked, the balance is there, and the prices say what there is', async () => {
  const email = 'balance@example.com'
  await give(site, { email, credits: 7 })
  const { page } = await arrives(email, null)
  await page.locator('[data-balance="7"]').waitFor()
  await page.locator('[data-action="buy-credits"]').waitFor()
  expect(await page.locator('[data-buy] li').count()).toBe(0)
})

test('what can be bought once is named, and the way there says for which account', async () => {
  const visitor = await site.visitor()
  const { page } = visitor
  await hasCredits(site, visitor)
  const rows = await page.locator('[data-buy] li').allInnerTexts()
  expect(rows.map((row) => row.split(/\s*\n\s*/))).toEqual([
    ['Drawing pack', '100 credits', '€5.00'],
    ['Export pack', '1,000 credits', '€15.00'],
  ])
  const href = (await page.locator('[data-action="buy-credits"]').getAttribute('href')) ?? ''
  const id = new URL(href).searchParams.get('for') ?? ''
  expect(id).toMatch(/^[\da-f-]{36}$/)
  expect(await page.locator('[data-buy]').innerText()).toContain(
    text.balance.ending.replace('{ending}', id.slice(-4)),
  )
})

test('lots are read in the order of their ends, the far ones behind a press, and each day of spending in words', async () => {
  const visitor = await site.visitor({ locale: 'de-DE' })
  const { page } = visitor
  await hasCredits(site, visitor)
  const lots = page.locator('[data-lots] li')
  expect(await lots.count()).toBe(7)
  expect(await page.locator('[data-lots] li:visible').count()).toBe(5)
  await page.getByText(german.balance.later).click()
  expect(await lots.last().innerText()).toContain(german.balance.endless)
  // The first lot paid for what was spent.
  expect(await lots.first().innerText()).toMatch(/^75 Credits/)
  await page.getByText(german.balance.days).click()
  const days = await page.locator('[data-spent] li:visible').allInnerTexts()
  expect(days).toHaveLength(9)
  expect(days[0]).toMatch(/245 Credits$/)
  expect(days.at(-1)).toMatch(/5 Credits$/)
})

test('the picture runs as the page is read', async () => {
  const heights = async (locale: string) => {
    const visitor = await site.visitor({ locale })
    await hasCredits(site, visitor)
    const bars = visitor.page.locator('[data-spent] rect')
    const read = await bars.evaluateAll((all) =>
      all.map((bar) => ['x', 'height'].map((name) => Number(bar.getAttribute(name)))),
    )
    return read.toSorted(([one = 0], [other = 0]) => one - other).map(([, height]) => height)
  }
  const [english, arabic] = [await heights('en-GB'), await heights('ar-EG')]
  // The newest day, with the most, is last.
  expect(english.at(-1)).toBe(48)
  expect(arabic).toEqual(english.toReversed())
})

test('in the visitor’s own few colors, the bars have the color of words', async () => {
  const visitor = await site.visitor({ forcedColors: 'active' })
  const { page } = visitor
  await hasCredits(site, visitor)
  const colors = await page
    .locator('[data-spent] rect')
    .last()
    .evaluate((bar) => [getComputedStyle(bar).fill, getComputedStyle(document.body).color])
  expect(colors[0]).toBe(colors[1])
})

test('what is owed is said plainly', async () => {
  const visitor = await site.visitor()
  await owesCredits(site, visitor)
  const words = await visitor.page.locator('[data-balance]').innerText()
  expect(words).toBe(text.balance.debt.replace('{amount}', '42 credits'))
})

test('what can’t be asked is unknown, not nothing, and can be asked again', async () => {
  const email = 'asks@example.com'
  await give(site, { email, credits: 9 })
  const visitor = await site.visitor()
  const { page, press } = visitor
  visitor.mayHear(/status of 500/)
  await page.route('**/rpc/my_account', (route) => route.fulfill({ status: 500, body: '{}' }))
  const { accessToken } = await site.supabase.signIn(email)
  await visitor.arrives(accessToken)
  await page.getByText(text.balance.unknown).waitFor()
  await page.getByText(general.account.unknown).waitFor()
  await press('ask-credits')
  await page.locator('[data-action="ask-credits"]:not([data-pending])').waitFor()
  await page.getByText(text.balance.unknown).waitFor()
  await page.unroute('**/rpc/my_account')
  await press('ask-credits')
  await page.locator('[data-balance="9"]').waitFor()
  await page.locator('[data-credits] h2:focus').waitFor()
})

test('if the section’s own code doesn’t come, the page says that it doesn’t know', async () => {
  const email = 'cut@example.com'
  await give(site, { email, credits: 3 })
  const visitor = await site.visitor()
  const { page } = visitor
  visitor.mayHear(/ERR_FAILED|Failed to fetch/)
  await page.route('**/show-credits-*.js', (route) => route.abort())
  const { accessToken } = await site.supabase.signIn(email)
  await visitor.arrives(accessToken)
  await section(page).getByText(general.account.unknown).waitFor()
  await page.unroute('**/show-credits-*.js')
  await visitor.press('ask-credits')
  await page.locator('[data-balance="3"]').waitFor()
})

test('what is asked again after the portal takes nobody’s place away', async () => {
  const email = 'keyboard@example.com'
  await give(site, { email, credits: 3 })
  const { accessToken } = await site.supabase.signIn(email)
  await site.sell(email, 'Plan')
  const visitor = await site.visitor()
  const { page, press, sees } = visitor
  await visitor.arrives(accessToken)
  await sees('links')
  await press('open-portal')
  await page.waitForURL(/\/portal\//)
  const { promise, resolve } = Promise.withResolvers<void>()
  let count = 0
  await page.route('**/rpc/my_account', async (route) => {
    count += 1
    if (count > 1) await promise
    await route.continue()
  })
  await page.getByRole('link', { name: /^Return/ }).click()
  const button = page.locator('[data-action="buy-credits"]')
  await button.focus()
  const again = page.waitForResponse(/rpc\/my_account/)
  resolve()
  await (await again).finished()
  await page.waitForLoadState('networkidle')
  expect(await button.evaluate((one) => one.matches(':focus'))).toBe(true)
})
