import type { Page } from 'playwright-core'
import { afterEach, describe, expect, vi } from 'vitest'
import { examplePath } from '#local/example-api.ts'
import { text as account } from '../../../web/words/account/en.ts'
import { text } from '../../../web/words/en.ts'
import { test, useSite } from '../browser/flow.ts'
import type { Visitor } from '../browser/visitor.ts'
import { chooses, looksAtPlans, seesPlans } from '../plans/shop-window.ts'

const site = useSite('built', 8953)
afterEach(() => void vi.useRealTimers())

const day = 86_400_000
const slow = { timeout: 30_000 }

/** What the page says is left; `null`, where it says nothing. */
const balance = (page: Page) =>
  page.locator('[data-balance]').getAttribute('data-balance').then(Number)

/** Opens the billing page, where so much is left. */
async function finds({ page, sees }: Visitor, credits: number): Promise<void> {
  await page.goto(`${site.origin}/`)
  await sees('links')
  await expect.poll(() => balance(page), slow).toBe(credits)
}

/** Calls the owner's API so many times, as the visitor. @returns the last answer */
async function draws({ page }: Visitor, times = 1): Promise<string> {
  await page.goto(site.origin + examplePath)
  const said = page.getByRole('status').filter({ hasText: /^\d{3} / })
  for (let time = 0; time < times; time += 1) {
    // It is empty from the press until the answer.
    await page.getByRole('button', { name: 'Draw' }).click()
    await said.waitFor()
  }
  return said.innerText()
}

async function pays({ page }: Visitor, email: string | null, words: string): Promise<void> {
  if (email !== null) await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: words }).click()
  await seesPlans(page, 'purchase')
}

async function signsIn({ sees, press, types }: Visitor, email: string): Promise<void> {
  await press('manage')
  await types('email', email)
  await press('send-mail')
  await sees('mail-sent')
  await types('code', site.mailedCode(email))
  await sees('links')
}

/** Presses a button beside the newest payment, at Stripe. */
async function pressesAtStripe({ page }: Visitor, tab: RegExp, name: RegExp): Promise<void> {
  await page.goto(`${site.origin}/_local/stripe/`)
  await page.getByRole('link', { name: tab }).click()
  await page.getByRole('button', { name }).first().click()
  await site.stripe.settled()
}

test('a hundred credits are bought, spent, bought again, refunded and given again', async () => {
  const email = 'painter@example.com'
  const visitor = await site.visitor()
  const { page, press } = visitor
  await looksAtPlans(site, visitor)
  await chooses(site, visitor, 'Drawing pack')
  await pays(visitor, email, 'Pay')
  expect(await page.locator('[data-items] li').innerText()).toMatch(
    new RegExp(`^Drawing pack\\s+${text.purchase.works}\\s+100 credits$`),
  )

  await signsIn(visitor, email)
  await finds(visitor, 100)
  expect(await page.locator('[data-lots] li').allInnerTexts()).toEqual([
    expect.stringMatching(new RegExp(`^100 credits\\s+${account.balance.endless}$`)) as string,
  ])
  expect(await page.locator('[data-spent]').count()).toBe(0)
  expect(await draws(visitor)).toMatch(/^200 .*"balance":95/)
  await finds(visitor, 95)
  expect(await page.locator('[data-spent]').getAttribute('data-spent')).toBe('5')
  expect(await page.locator('[data-spent] rect').count()).toBe(31)

  expect(await draws(visitor, 19)).toMatch(/^200 .*"balance":0/)
  visitor.mayHear(/status of 402/)
  expect(await draws(visitor)).toMatch(/^402 .*"credits_short"/)
  await finds(visitor, 0)
  await page.getByText(account.balance.none).waitFor()

  await press('buy-credits')
  await seesPlans(page, 'offers')
  expect(page.url()).toMatch(/\/plans\?for=[\da-f-]{36}$/)
  await chooses(site, visitor, 'Drawing pack')
  await pays(visitor, null, 'Pay')
  expect(await draws(visitor)).toMatch(/^200 .*"balance":95/)

  await pressesAtStripe(visitor, /payments/i, /^Refund half of/)
  await finds(visitor, 45)
  await pressesAtStripe(visitor, /payments/i, /^Let .* fail$/)
  await finds(visitor, 95)
})

describe('a plan', () => {
  test('brings a period’s credits, and the next ones end them', async () => {
    const email = 'subscriber@example.com'
    const visitor = await site.visitor()
    await looksAtPlans(site, visitor)
    await chooses(site, visitor, 'Pro')
    await pays(visitor, email, 'Subscribe')
    await signsIn(visitor, email)
    await finds(visitor, 1_000)
    expect(await visitor.page.locator('[data-lots]').innerText()).toContain('Usable until')
    expect(await draws(visitor)).toMatch(/^200 .*"balance":995/)

    await pressesAtStripe(visitor, /subscriptions/i, /^End the period of/)
    await pressesAtStripe(visitor, /subscriptions/i, /^Pass an hour of/)
    // The next period has not begun on this site's clock: what is left can be spent until then.
    await finds(visitor, 995)

    const then = site.stripe.subscriptions()[0]!.items.data[0]!.current_period_start * 1000 + day
    vi.useFakeTimers({ toFake: ['Date'], now: then })
    const later = await site.visitor()
    await later.page.clock.install({ time: then })
    await later.page.goto(`${site.origin}/`)
    await later.types('email', email)
    await later.press('send-mail')
    await later.sees('mail-sent')
    await later.types('code', site.mailedCode(email))
    await later.sees('links')
    await finds(later, 1_000)
    expect(await later.page.locator('[data-lots] li').count()).toBe(1)
  })
})
