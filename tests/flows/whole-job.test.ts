import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { text } from '../../web/words/en.ts'
import { test, useSite } from './browser/flow.ts'

const site = useSite('built', 8910)

/** Each card's customer, and its lines as a person reads them down to the buttons. */
async function readCards(page: Page): Promise<string[][]> {
  await page.locator('[data-state="links"]').waitFor()
  const cards = await page.locator('[data-link]').all()
  return Promise.all(
    cards.map(async (card) => {
      const words = await card
        .locator('h2, h2 + p, .hint:not([data-last-paid], [data-method]), .facts > *')
        .allInnerTexts()
      return words.map((each) => each.trim())
    }),
  )
}

const customersOn = (page: Page) =>
  page.locator('[data-link]').evaluateAll((cards) => cards.map((card) => card.dataset['link']))

async function rowOf(customer: string) {
  const { rows } = await site.supabase.database.query<{ address: string | null; deleted: boolean }>(
    'select address, deleted from stripe_customers where stripe_customer_id = $1',
    [customer],
  )
  return rows[0]
}

async function openEmailInInbox(page: Page, to: string) {
  await page.goto(`${site.origin}/_local/inbox`)
  await page.getByRole('link', { name: to }).first().click()
  await page.frameLocator('iframe').getByRole('link').click()
}

const spent = () => site.supabase.calls.filter(({ path }) => path === '/auth/v1/verify').length

describe('from the first visit to the portal and back', () => {
  test('one address, three customers, one of them moved away', async () => {
    const { page, sees, press } = await site.asking('Ada@example.com')
    await openEmailInInbox(page, 'ada@example.com')
    await sees('confirm')
    // What was there while the page loaded takes up no room.
    expect(await page.getByText(text.page.slow).boundingBox()).toBe(null)
    expect(page.url()).toBe(`${site.origin}/?lang=en`)
    expect(spent()).toBe(0)
    await press('continue')

    const renewal = (product: string) => {
      const [item] = site.stripe
        .subscriptions()
        .flatMap(({ items }) => items.data)
        .filter(({ price }) => price.unit_amount === { Studio: 2900, Course: 19_900 }[product])
      const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
      return `Renews on ${format.format(item!.current_period_end * 1000)}`
    }
    const known = (name: string) =>
      expect.stringMatching(new RegExp(`^${name} · Customer since \\w+ \\d{4}$`)) as string
    const cards = await readCards(page)
    expect(spent()).toBe(1)
    expect(await page.locator('[data-state] > p').nth(1).innerText()).toMatch(/^There are 3 .*\?$/)
    expect(cards).toEqual([
      ['Drawing Course', known('Ada Lovelace'), 'Active', '€199.00 per year', renewal('Course')],
      ['Studio Membership', known('A. Lovelace'), 'Active', '€29.00 per month', renewal('Studio')],
      [
        expect.stringMatching(/^Customer since \w+ \d{4}$/),
        'Ada Lovelace',
        'No active subscription',
      ],
    ])

    const [course, studio, oldest] = await customersOn(page)
    await press('open-portal', course)
    expect((await site.openedPortal(page)).customer).toBe(course)

    await page.getByLabel('Email address').fill('New@example.com')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: /^Return/ }).click()
    await sees('links')
    expect(await customersOn(page)).toEqual([studio, oldest])
    await site.stripe.settled()
    expect(await rowOf(course!)).toEqual({ address: 'new@example.com', deleted: false })

    const newcomer = await site.asking('new@example.com')
    await newcomer.follows(site.mailedLink('new@example.com'))
    await newcomer.sees('links')
    expect(await customersOn(newcomer.page)).toEqual([course])

    const again = await site.signedIn('ada@example.com')
    expect(await customersOn(again.page)).toEqual([studio, oldest])
  })

  test('a customer deleted at Stripe vanishes and leaves a tombstone', async () => {
    const kept = await site.sell('sophie@example.com', 'Archive')
    const deleted = await site.sell('sophie@example.com', 'Studio')
    const { page, press, sees, mayHear } = await site.signedIn('sophie@example.com')
    // The portal of a deleted customer is gone, too.
    mayHear(/status of 410/)
    await press('open-portal', deleted.customer)
    await page.waitForURL(/\/portal\//)
    site.stripe.deleteCustomer(deleted.customer)
    await page.reload()
    await page.getByRole('link', { name: /^Return/ }).click()
    await sees('links')
    expect(await customersOn(page)).toEqual([kept.customer])
    await site.stripe.settled()
    expect(await rowOf(deleted.customer)).toEqual({ address: null, deleted: true })
  })
})

describe('a session', () => {
  const storedKeys = (page: Page) => page.evaluate(() => Object.keys(sessionStorage))

  test('outlives a reload and stays in its tab', async () => {
    const { page, context, sees } = await site.signedIn('grace@example.com')
    await page.reload()
    await sees('links')
    const other = await context.newPage()
    await other.goto(`${site.origin}/`)
    await other.locator('[data-state="sign-in"]').waitFor()
    expect(await context.cookies()).toEqual([])
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })

  test('whose proof is too old has ended, and the address is known', async () => {
    const timestamp = Math.floor(Date.now() / 1000) - 1900
    const token = await site.supabase.mintToken({
      email: 'grace@example.com',
      amr: [{ method: 'otp', timestamp }],
    })
    const { page, sees, mayHear } = await site.visitor()
    mayHear(/status of 401/)
    await page.goto(`${site.origin}/`)
    await page.evaluate((it) => sessionStorage.setItem('manage-billing.access-token', it), token)
    await page.reload()
    await sees('session-ended')
    expect(await page.locator('[data-field="email"]').inputValue()).toBe('grace@example.com')
    expect(await storedKeys(page)).toEqual([])
  })

  test('that runs out clears the screen by itself', async () => {
    const { page, sees } = await site.signedIn('grace@example.com', { withClock: true })
    await sees('links')
    await page.clock.fastForward('31:00')
    await sees('session-ended')
    expect(await page.locator('[data-link]').count()).toBe(0)
  })

  test('ends with signing out, here and at Supabase', async () => {
    const { page, press, sees } = await site.signedIn('grace@example.com')
    const ended = page.waitForResponse((response) => response.url().includes('/auth/v1/logout'))
    await press('sign-out')
    await sees('signed-out')
    expect((await ended).status()).toBe(204)
    expect(await storedKeys(page)).toEqual([])
    await page.reload()
    await sees('sign-in')
  })
})

describe('coming back from the portal', () => {
  test("by the browser's own button shows the entries as they are now", async () => {
    const { customer } = await site.sell('emilie@example.com', 'Studio')
    const { page, press, sees } = await site.signedIn('emilie@example.com')
    await press('open-portal')
    await page.waitForURL(/\/portal\//)
    const another = await site.sell('emilie@example.com', 'Archive')
    await page.goBack()
    await sees('links')
    expect(new Set(await customersOn(page))).toEqual(new Set([customer, another.customer]))
  })

  test('to a page that the browser had kept asks for the entries again', async () => {
    await site.sell('maria@example.com', 'Studio')
    const { page } = await site.signedIn('maria@example.com')
    const another = await site.sell('maria@example.com', 'Archive')
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    )
    await page.locator(`[data-link="${another.customer}"]`).waitFor()
  })
})
