import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { text as arabic } from '../../web/words/ar.ts'
import { text as english } from '../../web/words/en.ts'
import { text as japanese } from '../../web/words/ja.ts'
import { test, useSite } from './browser/flow.ts'
import { hold } from './browser/hold.ts'

const site = useSite('built', 8980)

/** Counts how far what is seen moves by itself, with a footer as an owner would have. */
async function watchForJumps(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const jumps: number[] = []
    Object.assign(window, { jumps })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        jumps.push((entry as PerformanceEntry & { value: number }).value)
    }).observe({ type: 'layout-shift', buffered: true })
    addEventListener('DOMContentLoaded', () => {
      const link = document.createElement('a')
      link.href = '/terms'
      link.textContent = 'Terms'
      document.querySelector('footer')?.append(link)
    })
  })
  return () =>
    page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return (window as unknown as { jumps: number[] }).jumps.reduce((sum, each) => sum + each, 0)
    })
}

describe.for([360, 1280])('%i pixels wide', (width) => {
  test.for(['ada@example.com', 'grace@example.com'])(
    'the links of %s arrive without a jump',
    async (email) => {
      const { accessToken } = await site.supabase.signIn(email)
      const { page, sees } = await site.visitor({ viewport: { width, height: 800 } })
      const jumped = await watchForJumps(page)
      const answer = await hold(page, '/api/portal-links')
      const tellAccount = await hold(page, '/rpc/my_account')
      await page.addInitScript(
        (it) => sessionStorage.setItem('manage-billing.access-token', it),
        accessToken,
      )
      await page.goto(`${site.origin}/`)
      const footer = await page.waitForFunction(() => {
        const root = document.querySelector('manage-billing')?.shadowRoot
        if (!root?.querySelector('[data-state="loading"]')) return null
        return document.querySelector('footer')?.checkVisibility({ visibilityProperty: true })
          ? 'shown'
          : 'hidden'
      })
      expect(await footer.jsonValue()).toBe('hidden')
      answer()
      await sees('links')
      expect(await jumped()).toBe(0)
      tellAccount()
      await page.locator('footer').waitFor()
      expect(await page.locator('[data-credits]').isVisible()).toBe(true)
      expect(await jumped()).toBe(0)
    },
  )

  test('the first state appears without a jump', async () => {
    const { page, sees } = await site.visitor({ viewport: { width, height: 800 } })
    const jumped = await watchForJumps(page)
    await page.goto(`${site.origin}/`)
    await sees('sign-in')
    expect(await jumped()).toBe(0)
  })
})

/** What was fetched after the HTML, in rounds: a file of the second round was asked for by one of the first. */
function roundsOfFiles(page: Page): Promise<string[][]> {
  return page.evaluate(() => {
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const rounds: string[][] = []
    let left = files.filter(({ name }) => /\.(js|css)$/.test(name))
    while (left.length > 0) {
      const firstEnd = Math.min(...left.map(({ responseEnd }) => responseEnd))
      const round = left.filter(({ startTime }) => startTime < firstEnd)
      rounds.push(
        round.map(({ name }) => name.replace(/^.*\/|-[\w-]{8}(?=\.\w+$)/g, '')).toSorted(),
      )
      left = left.filter((file) => !round.includes(file))
    }
    return rounds
  })
}

/** So long that the machine's own work is small beside it. */
const latencyMs = 1500

describe('on a slow way', () => {
  test.for([
    ['en-GB', '/', 'en'],
    ['de-AT', '/', 'de'],
    ['fr-FR', '/', 'fr'],
    ['es-MX', '/', 'es'],
    ['ja-JP', '/', 'ja'],
    ['ar-EG', '/', 'ar'],
    ['ja-JP', '/?lang=ar', 'ar'],
  ] as const)(
    'a browser in %s can type at %s after one round',
    async ([locale, path, language]) => {
      const { page, context, sees } = await site.visitor({ locale })
      const devtools = await context.newCDPSession(page)
      const speed = { downloadThroughput: -1, uploadThroughput: -1 }
      await devtools.send('Network.enable')
      await devtools.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: latencyMs,
        ...speed,
      })
      await page.addInitScript(() =>
        addEventListener('manage-billing:state', () => performance.mark('ready'), { once: true }),
      )
      await page.goto(site.origin + path)
      await sees('sign-in')
      await page.locator('[data-field="email"]').fill('ada@example.com')
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      const round = [`${language}.js`, 'index.css', 'manage-billing.js']
      expect(await roundsOfFiles(page)).toEqual([round.toSorted()])
      const { afterHtml, before } = await page.evaluate(() => {
        const [html] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
        const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
        const ready = performance.getEntriesByName('ready')[0]!.startTime
        const before = files.filter(({ responseEnd }) => responseEnd < ready)
        return { afterHtml: ready - html!.responseEnd, before: before.length }
      })
      // Whatever else the page asks for, nobody waits for it.
      expect(before).toBe(round.length)
      console.info(
        `${locale} at ${path}: ready to type ${(afterHtml / latencyMs).toFixed(2)} round trips after the HTML, ` +
          `of which ${Math.round(afterHtml - latencyMs)} ms are this machine's own work`,
      )
    },
  )
})

describe('without a script', () => {
  test.for([
    ['en-GB', english],
    ['ja-JP', japanese],
    ['ar-EG', arabic],
  ] as const)('the page says so in %s, and where to turn', async ([locale, text]) => {
    const { page } = await site.visitor({ locale, javaScriptEnabled: false })
    await page.goto(`${site.origin}/`)
    expect(await page.locator('html').getAttribute('dir')).toBe(text.page.direction)
    const words = page.locator('noscript p').first()
    expect(await words.innerText()).toBe(text.page.scriptOff)
    expect((await words.boundingBox())?.y).toBeLessThan(300)
    expect(await page.locator('noscript p').nth(1).isVisible()).toBe(true)
  })
})

describe('to a visitor with settings of their own', () => {
  test('nothing moves if motion is unwanted, and something does otherwise', async () => {
    const animations = async (reducedMotion: 'reduce' | 'no-preference') => {
      site.supabase.control({ faults: [{ path: '/rest/v1', hang: true }] })
      const { accessToken } = await site.supabase.signIn('grace@example.com')
      const { page, arrives, sees } = await site.visitor({ reducedMotion })
      await arrives(accessToken)
      await sees('loading')
      return page
        .locator('.bone')
        .first()
        .evaluate((bone) => bone.getAnimations().length)
    }
    expect(await animations('no-preference')).toBe(1)
    expect(await animations('reduce')).toBe(0)
  })

  test('the button that stands out does so in their own colors, too', async () => {
    const { page } = await site.signedIn('blaise@example.com', { forcedColors: 'active' })
    const borderOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((it) => parseFloat(getComputedStyle(it).borderTopWidth))
    expect(await borderOf('[data-main]')).toBeGreaterThan(
      await borderOf('button:not([data-main]):not(.quiet)'),
    )
    expect(await borderOf('.status')).toBeGreaterThan(0)
  })

  test('words are as dark as can be if more contrast is wanted', async () => {
    const { page } = await site.signedIn('grace@example.com', { contrast: 'more' })
    const colors = await page
      .locator('.date, .card h2')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).color))
    expect(new Set(colors).size).toBe(1)
  })
})
