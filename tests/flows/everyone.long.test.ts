import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Way } from './browser/every-state.ts'
import {
  canUse,
  everyCondition,
  hasCredits,
  mistyped,
  onItsWay,
  overdue,
  owesCredits,
  refusals,
  stateNames,
  unknownOrder,
  ways,
} from './browser/every-state.ts'
import { test, useSite } from './browser/flow.ts'
import { endsToken, hasNoTokens, hasTokens, madeToken, mistypedToken } from './browser/tokens.ts'

const site = useSite('built', 8950)

/** What axe complains about. */
async function complaints(page: Page): Promise<string[]> {
  const { violations, passes } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  )
  expect(passes).not.toEqual([])
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

/** Words that stick out of what holds them. */
const clipped = (page: Page) =>
  page.locator('button, a, h1, h2, p, label, input').evaluateAll((all) =>
    all
      .filter((each) => !each.classList.contains('unseen'))
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(({ outerHTML }) => outerHTML),
  )

/** Every state, and what else is seen within some. */
const sights: [name: string, state: (typeof stateNames)[number], way: Way][] = [
  ...stateNames.map((state): (typeof sights)[number] => [state, state, ways[state]]),
  ['past due', 'links', overdue],
  ['every condition', 'links', everyCondition],
  ['a slip', 'sign-in', mistyped],
  ['what can be used', 'links', canUse],
  ['credits', 'links', hasCredits],
  ['credits that are owed', 'nothing-found', owesCredits],
  ['tokens', 'links', hasTokens],
  ['no tokens', 'links', hasNoTokens],
  ['a token that was made', 'links', madeToken],
  ['the end of a token', 'links', endsToken],
  ['a slip in a token', 'links', mistypedToken],
  ['a payment on its way', 'purchase', onItsWay],
  ['an order of nobody', 'purchase', unknownOrder],
]

const looks = [
  [360, 'light'],
  [1280, 'dark'],
  [360, 'dark'],
  [1280, 'light'],
] as const

describe.for([
  ['English', 'en-GB', 'ltr', looks],
  ['Japanese', 'ja-JP', 'ltr', looks.slice(0, 2)],
  ['Arabic', 'ar-EG', 'rtl', looks.slice(0, 2)],
] as const)('in %s', ([, locale, direction, theseLooks]) => {
  test.for(sights)(
    '%s can be read by all: by machines, in light and dark, narrow and wide, in big letters',
    async ([, state, way]) => {
      const visitor = await site.visitor({ locale, viewport: { width: 320, height: 640 } })
      const { page, context, sees, mayHear } = visitor
      mayHear(refusals)
      await context.addInitScript({ content: axe.source })
      await way(site, visitor)
      await sees(state)
      expect(await page.locator('[data-support]').count(), 'a way to the owner').toBeGreaterThan(0)
      expect(await overflow(page)).toBe(0)
      for (const [width, colorScheme] of theseLooks) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme })
        expect(await overflow(page)).toBe(0)
        expect(await complaints(page)).toEqual([])
      }

      expect(await page.locator('h1').count()).toBe(1)
      expect(await page.title()).toContain(await page.locator('h1').innerText())
      const said = await page.evaluate(() => {
        const { lang, dir } = document.documentElement
        return [lang, dir]
      })
      expect(said).toEqual([locale.slice(0, 2), direction])

      const devtools = await context.newCDPSession(page)
      await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32 } })
      await page.setViewportSize({ width: 640, height: 640 })
      expect(
        await page.locator('h1').evaluate((it) => parseFloat(getComputedStyle(it).fontSize)),
      ).toBeGreaterThan(45)
      expect(await overflow(page)).toBe(0)
      expect(await clipped(page)).toEqual([])
    },
  )
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
  await press('continue')
  await sees('links')
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard)
  const count = await page.locator('[data-link]').count()
  expect(heard).toContain('Sending…')
  expect(heard).toContain(`${count} billing accounts found`)
})
