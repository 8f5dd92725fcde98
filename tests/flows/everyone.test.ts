import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { refusals, stateNames, ways } from './every-state.ts'
import { test, useSite } from './flow.ts'

const site = useSite('built', 8950)

/** What axe complains about: all of its rules, or those of one of its tags. */
async function complaints(page: Page, tag?: string): Promise<string[]> {
  const { violations, passes } = await page.evaluate(
    (runOnly) => (window as unknown as { axe: typeof axe }).axe.run(runOnly ? { runOnly } : {}),
    tag,
  )
  expect(passes).not.toEqual([])
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

const focused = (page: Page) =>
  page.evaluate(() => {
    let { activeElement } = document
    while (activeElement?.shadowRoot?.activeElement) ({ activeElement } = activeElement.shadowRoot)
    if (!(activeElement instanceof HTMLElement)) return null
    return Object.fromEntries(Object.entries(activeElement.dataset))
  })

describe('every state', () => {
  test.for(stateNames)(
    '%s can be read by all: in light and dark, by machines, 320 pixels wide',
    async (state) => {
      const visitor = await site.visitor({ viewport: { width: 320, height: 640 } })
      const { page, context, sees, mayHear } = visitor
      mayHear(refusals)
      await context.addInitScript({ content: axe.source })
      await ways[state](site, visitor)
      await sees(state)
      expect(await overflow(page)).toBe(0)
      expect(await complaints(page)).toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await complaints(page, 'cat.color')).toEqual([])
      expect(await page.locator('h1').count()).toBe(1)
      expect(await page.title()).toContain(await page.locator('h1').innerText())
    },
  )
})

test('the whole way in needs a keyboard and nothing else', async () => {
  const email = 'keys@example.com'
  const { customer } = await site.sell(email, 'Studio')
  const { page, sees } = await site.visitor()
  const reach = async (hook: Record<string, string>) => {
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Tab')
      const dataset = await focused(page)
      if (Object.entries(hook).every(([name, value]) => dataset?.[name] === value)) return
    }
    throw new Error(`No Tab leads to ${JSON.stringify(hook)}`)
  }
  await page.goto(`${site.origin}/`)
  await sees('sign-in')
  await reach({ field: 'email' })
  await page.keyboard.type(email)
  await page.keyboard.press('Enter')
  await sees('mail-sent')
  expect(await focused(page)).toHaveProperty('heading')
  await reach({ field: 'code' })
  await page.keyboard.type('12')
  await page.keyboard.press('Enter')
  await page.locator('[data-summary]:focus').waitFor()

  await page.goto(site.mailedLink(email))
  await sees('confirm')
  await reach({ action: 'continue' })
  await page.keyboard.press('Enter')
  await sees('links')
  expect(await focused(page)).toHaveProperty('heading')
  await reach({ action: 'open-portal' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/portal\//)
  expect(site.stripe.sessions().find(({ url }) => url === page.url())?.customer).toBe(customer)
})

test('what happens is said aloud', async () => {
  const { page, types, press, sees } = await site.visitor()
  await page.addInitScript(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    addEventListener('manage-billing:state', ({ target }) => {
      const live = (target as HTMLElement).shadowRoot?.querySelector('[data-live]')
      if (!live || live.hasAttribute('data-heard')) return
      live.setAttribute('data-heard', '')
      new MutationObserver(() => heard.push(live.textContent)).observe(live, { childList: true })
    })
  })
  await page.goto(`${site.origin}/`)
  await types('email', 'aloud@example.com')
  await press('send-mail')
  await sees('mail-sent')
  const { accessToken } = await site.supabase.signIn('ada@example.com')
  await page.evaluate((token) => (location.hash = `access_token=${token}`), accessToken)
  await sees('links')
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard)
  const count = await page.locator('[data-link]').count()
  expect(heard).toContain('Sending…')
  expect(heard).toContain(`${count} customer records found`)
})

test.for([360, 1280])('the links arrive without a jump, %i pixels wide', async (width) => {
  const { accessToken } = await site.supabase.signIn('ada@example.com')
  const { page, sees } = await site.visitor({ viewport: { width, height: 800 } })
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as PerformanceEntry & { value: number }).value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(`${site.origin}/#access_token=${accessToken}`)
  await sees('links')
  const shifted = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    return (window as unknown as { shifts: number[] }).shifts.reduce((sum, each) => sum + each, 0)
  })
  expect(shifted).toBeLessThan(0.1)
})
