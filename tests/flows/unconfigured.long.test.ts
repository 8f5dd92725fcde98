import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { languages, loadText } from '../../web/words/locale.ts'
import { findChromium, openBrowser } from '#local/chromium.ts'
import { test } from './browser/flow.ts'
import type { UnconfiguredSite } from './browser/unconfigured-site.ts'
import { startUnconfigured } from './browser/unconfigured-site.ts'
import type { Visitor } from './browser/visitor.ts'
import { openVisitor } from './browser/visitor.ts'

const supabase = {
  SUPABASE_DATABASE_URL: 'https://ref.supabase.co',
  SUPABASE_ANON_KEY: 'sb_publishable_x',
  SUPABASE_SERVICE_ROLE_KEY: 'sb_secret_x',
}
const whole = { ...supabase, STRIPE_API_KEY: 'rk_test_x', URL: 'https://pay.example' }

const executable = findChromium()
let browser: Browser
let site: UnconfiguredSite

beforeAll(async () => {
  if (executable !== null) browser = await openBrowser(executable)
})
afterAll(() => browser?.close())

/** A site for the tests of a group, built by the first that has a browser to see it with. */
function useUnconfigured(port: number, values: Parameters<typeof startUnconfigured>[1]): void {
  beforeAll(async () => {
    if (executable !== null) site = await startUnconfigured(port, values)
  })
  afterAll(() => site?.close())
}

/** Looks at the page; whatever is heard of, but for what may be, fails. */
async function look(
  options: Parameters<typeof openVisitor>[2],
  task: (visitor: Visitor) => Promise<void>,
  mayHear?: RegExp,
): Promise<void> {
  const visitor = await openVisitor(browser, [site.origin], options)
  if (mayHear !== undefined) visitor.mayHear(mayHear)
  await task(visitor)
  expect(visitor.troubles()).toEqual([])
  await visitor.context.close()
}

describe('a first deploy, with nothing set', () => {
  useUnconfigured(8994, { atBuild: {}, atDoors: {} })

  test('says to visitor and owner what they can do, in every language', async () => {
    await look({}, async ({ page, sees }) => {
      for (const language of languages) {
        const { notSetUp, page: words } = await loadText(language, {})
        await page.goto(`${site.origin}/?lang=${language}`)
        await sees('not-set-up')
        const shown = await page.locator('[data-state]').innerText()
        for (const sentence of [notSetUp.visitor, words.noSupport])
          expect(shown).toContain(sentence)
        expect(await page.locator('[data-owner] code').allInnerTexts()).toEqual([
          'npm run setup',
          'docs/going-live.md',
        ])
        expect(await page.locator('[data-missing] code').innerText()).toBe(
          'SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY, STRIPE_API_KEY',
        )
      }
    })
  })

  test('asks nobody, and a mailed link is not spent', async () => {
    await look({}, async ({ page, sees }) => {
      const asked: string[] = []
      page.on('request', (request) => {
        if (request.method() !== 'GET') asked.push(request.url())
      })
      await page.goto(`${site.origin}/#token_hash=${'a'.repeat(56)}`)
      await sees('not-set-up')
      expect(asked).toEqual([])
    })
  })

  test('has doors that say so, and name nothing', async () => {
    const links = await fetch(`${site.origin}/api/portal-links`, { method: 'POST' })
    expect([links.status, (await links.json()).code]).toEqual([503, 'config_missing'])
    const health = await fetch(`${site.origin}/api/health`)
    expect([health.status, await health.json()]).toEqual([
      503,
      { stripe: false, database: false, auth: false },
    ])
  })
})

describe('a deploy that only knows its Supabase project', () => {
  useUnconfigured(8996, { atBuild: supabase, atDoors: { ...whole, STRIPE_API_KEY: '' } })

  test('says what is left to do before anybody asks for an email', async () => {
    await look(
      {},
      async ({ page, sees }) => {
        await page.goto(`${site.origin}/`)
        await sees('not-set-up')
        expect(await page.locator('[data-missing] code').innerText()).toBe('STRIPE_API_KEY')
      },
      /status of 503/,
    )
  })
})

describe('a deploy whose secrets are given only to its doors', () => {
  const { SUPABASE_SERVICE_ROLE_KEY: _secret, ...atBuild } = supabase
  useUnconfigured(8998, { atBuild, atDoors: whole })

  test('is open', async () => {
    await look({}, async ({ page, sees }) => {
      const asked = page.waitForResponse(/\/api\/portal-links$/)
      await page.goto(`${site.origin}/`)
      expect((await asked).status()).toBe(204)
      await sees('sign-in')
      expect(await page.locator('[data-state="not-set-up"]').count()).toBe(0)
    })
  })
})
