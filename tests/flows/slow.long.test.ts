import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { text } from '../../web/words/en.ts'
import { text as japanese } from '../../web/words/ja.ts'
import { test, useSite } from './browser/flow.ts'
import type { Visitor } from './browser/visitor.ts'

const site = useSite('built', 8988)

/** Requests to these get no answer, until they are let through again by calling what is handed back. */
async function silence(page: Page, path: RegExp): Promise<() => Promise<void>> {
  await page.route(path, () => new Promise(() => {}))
  return () => page.unroute(path)
}

/** Lets the wait begin anew and looks before any time has passed, however busy the machine is. */
function visibilityAtFirst(element: Element): string {
  const { style } = element as HTMLElement
  style.animation = 'none'
  getComputedStyle(element).getPropertyValue('visibility')
  style.animation = ''
  return getComputedStyle(element).visibility
}

const broken = /ERR_FAILED|Failed to fetch dynamically imported module/

describe('while the page itself is slow', () => {
  test.for([
    ['script', /\/manage-billing\.js$/],
    ['language', /\/assets\/ja-/],
  ] as const)('whose %s does not come says so, in words of the visitor', async ([, path]) => {
    const { page } = await site.visitor({ locale: 'ja-JP' })
    const answer = await silence(page, path)
    await page.goto(`${site.origin}/`, { waitUntil: 'commit' })
    const words = page.getByText(japanese.page.slow)
    await words.waitFor({ state: 'attached' })
    expect(await words.evaluate(visibilityAtFirst)).toBe('hidden')
    await words.waitFor()
    await answer()
  })

  test('a page whose language file fails to load says so, too', async () => {
    const { page, mayHear } = await site.visitor({ locale: 'ja-JP' })
    mayHear(broken)
    await page.route(/\/assets\/ja-/, (route) => route.abort())
    await page.goto(`${site.origin}/`)
    await page.getByText(japanese.page.slow).waitFor()
  })

  test('the words are gone as soon as there is something better', async () => {
    const { page, sees } = await site.visitor()
    await page.goto(`${site.origin}/`)
    await sees('sign-in')
    expect(await page.getByText(text.page.slow).boundingBox()).toBe(null)
  })
})

/** Presses, sees that it is under way, hears that it took too long, and presses again, now with an answer. */
async function pressTwice({ page, press, meets }: Visitor, action: string, path: RegExp) {
  const answer = await silence(page, path)
  await press(action)
  await page.locator(`[data-action="${action}"][data-pending]`).waitFor()
  await meets('timeout')
  await answer()
  await press(action)
}

const steps: Record<string, (visitor: Visitor, email: string) => Promise<void>> = {
  async mail(visitor, email) {
    await visitor.page.goto(`${site.origin}/`)
    await visitor.types('email', email)
    await pressTwice(visitor, 'send-mail', /\/auth\/v1\/otp/)
    await visitor.sees('mail-sent')
    expect(await visitor.page.locator('[data-email]').innerText()).toBe(email)
  },
  async code(visitor, email) {
    await visitor.asksForLink(email)
    const answer = await silence(visitor.page, /\/auth\/v1\/verify/)
    await visitor.types('code', site.mailedCode(email))
    await visitor.meets('timeout')
    await answer()
    await visitor.press('send-code')
    await visitor.sees('links')
  },
  async link(visitor, email) {
    await visitor.asksForLink(email)
    await visitor.page.goto(site.mailedLink(email))
    await pressTwice(visitor, 'continue', /\/auth\/v1\/verify/)
    await visitor.sees('links')
  },
  async lookUp({ page, arrives, press, sees, meets }, email) {
    const { accessToken } = await site.supabase.signIn(email)
    const answer = await silence(page, /\/api\/portal-links/)
    await arrives(accessToken)
    await sees('loading')
    expect(await page.locator('h1').innerText()).toBe(text.loading.heading)
    await meets('timeout')
    await answer()
    await press('retry')
    await sees('links')
  },
  async card(visitor, email) {
    const { accessToken } = await site.supabase.signIn(email)
    await visitor.arrives(accessToken)
    await visitor.sees('links')
    await pressTwice(visitor, 'update-card', /\/api\/portal-links/)
    await visitor.page.waitForURL(/\/portal\//)
  },
}

test('an answer that does not come, at any step, is said, and nothing is lost by it', async () => {
  // The page is patient for fifteen seconds by the browser's own clock, so all steps wait side by side.
  const taken = Object.entries(steps).map(async ([name, step]) => {
    const email = `slow-${name.toLowerCase()}@example.com`
    await site.sell(email, 'Studio')
    await step(await site.visitor(), email)
  })
  await Promise.all(taken)
})
