import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { StandInSite } from '../browser/stand-in-site.ts'
import { test, useSite } from '../browser/flow.ts'
import { followsCartLink, priceOf, seesCart } from './fill-cart.ts'

const site = useSite('built', 8939)

type Way = (site: StandInSite, page: Page) => Promise<unknown>

/** The way to each sight. */
const sights: [name: string, way: Way][] = [
  ['an empty cart', (there, page) => page.goto(`${there.origin}/cart`)],
  ['a cart', fill],
  [
    'a suggestion',
    async (there, page) => {
      await fill(there, page)
      await followsCartLink(there, page, await priceOf(there, 'Drawing pack', null))
    },
  ],
  [
    'something that ended',
    (there, page) => followsCartLink(there, page, 'price_that_is_no_longer_there*2'),
  ],
  [
    'what is no order together',
    async (there, page) => {
      await fill(there, page)
      await page.route('**/api/checkout', (route) =>
        route.fulfill({ status: 409, json: { code: 'shipping_apart' } }),
      )
      await page.locator('[data-action="pay"]').click()
      await page.locator('[data-summary][data-code="shipping_apart"]').waitFor()
    },
  ],
]

async function fill(there: StandInSite, page: Page): Promise<void> {
  const [pro, pack] = [
    await priceOf(there, 'Patron', 'month'),
    await priceOf(there, 'Export pack', null),
  ]
  await followsCartLink(there, page, `${pro},${pack}*12`)
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

async function complaints(page: Page): Promise<string[]> {
  const { violations, passes } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  )
  expect(passes).not.toEqual([])
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

const pictures = process.env['PICTURES']

describe.for([
  ['en', 'en-GB', 'ltr'],
  ['de', 'de-DE', 'ltr'],
  ['ar', 'ar-EG', 'rtl'],
] as const)('in %s', ([language, locale, direction]) => {
  test.for(sights)('%s can be read by all', async ([name, way]) => {
    const visitor = await site.visitor({ locale, viewport: { width: 320, height: 640 } })
    const { page, context, mayHear } = visitor
    mayHear(/status of 409/)
    await context.addInitScript({ content: axe.source })
    await way(site, page)
    await seesCart(page, 'cart')
    expect(await overflow(page)).toBe(0)
    expect(await page.locator('[data-support]').count(), 'a way to the owner').toBeGreaterThan(0)
    for (const [width, colorScheme] of [
      [360, 'light'],
      [1280, 'dark'],
      [360, 'dark'],
      [1280, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      expect(await overflow(page)).toBe(0)
      expect(await complaints(page)).toEqual([])
      if (pictures)
        await page.screenshot({
          path: `${pictures}/${name}-${language}-${colorScheme}-${width}.png`,
          fullPage: true,
        })
    }
    expect(await page.locator('h1').count()).toBe(1)
    const said = await page.evaluate(() => {
      const { lang, dir } = document.documentElement
      return [lang, dir]
    })
    expect(said).toEqual([language, direction])
  })
})
