import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { PlansState } from '../../../web/plans/states.ts'
import { text } from '../../../web/words/plans/en.ts'
import type { StandInSite } from '../browser/stand-in-site.ts'
import { test, useSite } from '../browser/flow.ts'
import { reach } from '../browser/keyboard.ts'
import { buyOnce } from '../browser/shop.ts'
import type { Visitor } from '../browser/visitor.ts'
import { cardOf, looksAtPlans, seesPlans } from './shop-window.ts'

const site = useSite('built', 8931)

type Way = (site: StandInSite, visitor: Visitor) => Promise<unknown>

const account = '0f8fad5b-d9cb-469f-a165-70867728950e'

/** The way to each sight, and what it takes. */
const sights: [name: string, state: PlansState['name'], way: Way][] = [
  ['what is for sale', 'offers', looksAtPlans],
  [
    'what is for sale for an account',
    'offers',
    (...who) => looksAtPlans(...who, `?for=${account}`),
  ],
  [
    'what the visitor has',
    'offers',
    async (there, visitor) => {
      await there.sell('has@example.com', 'Pro')
      const { accessToken } = await there.supabase.signIn('has@example.com')
      await visitor.arrives(accessToken)
      await visitor.sees('links')
      await looksAtPlans(there, visitor)
      await visitor.page.locator('[data-yours]:visible').waitFor()
    },
  ],
  [
    'an order that fails',
    'offers',
    async (there, visitor) => {
      await looksAtPlans(there, visitor)
      await visitor.page.route('**/api/checkout', (route) => route.abort())
      await cardOf(visitor.page, 'Patron').locator('[data-action="choose"]').click()
      await visitor.meets('offline')
    },
  ],
  ['nothing', 'nothing', offersOf([])],
  [
    'nobody who knows',
    'unavailable',
    ({ origin, supabase }, { page }) => {
      supabase.control({ faults: [{ path: '/rest/v1/rpc/search_offers', status: 500 }] })
      return page.goto(`${origin}/plans`)
    },
  ],
  [
    'an order',
    'purchase',
    (there, { page }) => page.goto(`${there.origin}/plans#bought=${buyOnce(there)}`),
  ],
]

function offersOf(offers: object[]): Way {
  return async ({ origin }, { page }) => {
    await page.route('**/api/offers', (route) =>
      route.fulfill({ json: { offers, updatedAt: null } }),
    )
    await page.goto(`${origin}/plans`)
  }
}

async function complaints(page: Page): Promise<string[]> {
  const { violations, passes } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  )
  expect(passes).not.toEqual([])
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

const looks = [
  [360, 'light'],
  [1280, 'dark'],
  [360, 'dark'],
  [1280, 'light'],
] as const

describe.for([
  ['English', 'en-GB', 'ltr'],
  ['Arabic', 'ar-EG', 'rtl'],
] as const)('in %s', ([, locale, direction]) => {
  test.for(sights)('%s can be read by all', async ([, state, way]) => {
    const visitor = await site.visitor({ locale, viewport: { width: 320, height: 640 } })
    const { page, context, mayHear } = visitor
    mayHear(/status of 502|ERR_FAILED/)
    await context.addInitScript({ content: axe.source })
    await way(site, visitor)
    await seesPlans(page, state)
    expect(await page.locator('[data-support]').count(), 'a way to the owner').toBeGreaterThan(0)
    expect(await overflow(page)).toBe(0)
    for (const [width, colorScheme] of looks) {
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
    expect(await overflow(page)).toBe(0)
  })
})

test('prices and buttons of a row are on one line', async () => {
  const visitor = await site.visitor({ viewport: { width: 1280, height: 800 } })
  await looksAtPlans(site, visitor)
  const bottoms = await visitor.page
    .locator('[data-action="choose"]')
    .evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().bottom)))
  expect(new Set(bottoms.slice(0, 3)).size).toBe(1)
})

test('month and year are a choice for a keyboard, and what is not offered never appears', async () => {
  const visitor = await site.visitor()
  const { page } = visitor
  await looksAtPlans(site, visitor)
  const [monthly] = await cardOf(page, 'Pro').locator('input').all()
  await reach(page, { price: (await monthly?.getAttribute('data-price')) ?? '' })
  await page.keyboard.press('ArrowDown')
  const group = page.getByRole('group', { name: 'Price of Pro' })
  const options = group.getByRole('radio')
  expect(await options.count()).toBe(2)
  expect(await options.nth(1).isChecked()).toBe(true)
  await reach(page, { action: 'choose' })
  expect(await page.locator('[data-state]').innerText()).not.toContain('€8.00')
})

test('a page that is not for sale says so to the visitor, and to the owner what to do', async () => {
  const visitor = await site.visitor()
  await offersOf([])(site, visitor)
  await seesPlans(visitor.page, 'nothing')
  expect(await visitor.page.locator('h1').innerText()).toBe(text.plans.nothing)
  expect(await visitor.page.locator('[data-owner] code').first().innerText()).toBe('offer=yes')
})

test('prices that could not be loaded are asked for again', async () => {
  site.supabase.control({ faults: [{ path: '/rest/v1/rpc/search_offers', status: 500, times: 1 }] })
  const { page, mayHear, press } = await site.visitor()
  mayHear(/status of 502/)
  await page.goto(`${site.origin}/plans`)
  await seesPlans(page, 'unavailable')
  await press('retry')
  await seesPlans(page, 'offers')
})

test.for([
  ['de-AT', '/plans', 'de', 'Tarife und Preise'],
  ['de-AT', '/plans/', 'de', 'Tarife und Preise'],
  ['de-AT', '/plans?lang=fr', 'fr', 'Formules et prix'],
  ['it-IT', '/plans', 'en', 'Plans and prices'],
] as const)('a browser in %s at %s sees %s', async ([locale, path, language, heading]) => {
  const { page } = await site.visitor({ locale })
  const requests: string[] = []
  page.on('request', (request) => requests.push(new URL(request.url()).pathname))
  await page.goto(site.origin + path)
  await seesPlans(page, 'offers')
  expect(await page.locator('html').getAttribute('lang')).toBe(language)
  expect(await page.locator('h1').innerText()).toBe(heading)
  expect(requests.filter((each) => /\/(?:plans-)?\w\w-[\w-]{8}\.js$/.test(each)).length).toBe(2)
})

test('on a slow way, all files come in one round after the HTML', async () => {
  const { page, context } = await site.visitor({ locale: 'ja-JP' })
  const devtools = await context.newCDPSession(page)
  const speed = { offline: false, downloadThroughput: -1, uploadThroughput: -1 }
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', { ...speed, latency: 1_500 })
  await page.goto(`${site.origin}/plans`)
  await seesPlans(page, 'offers')
  const { first, late } = await page.evaluate(() => {
    const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const files = all.filter(({ name }) => /\.(js|css)$/.test(name))
    const end = Math.min(...files.map(({ responseEnd }) => responseEnd))
    return {
      first: files.filter(({ startTime }) => startTime < end).length,
      late: files.filter(({ startTime }) => startTime >= end).map(({ name }) => name),
    }
  })
  expect([first, late]).toEqual([4, []])
})

test('whoever has no script reads where to turn', async () => {
  const { page } = await site.visitor({ javaScriptEnabled: false })
  await page.goto(`${site.origin}/plans`)
  expect(await page.locator('noscript p').first().innerText()).toMatch(/JavaScript/)
})
