import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findChromium, openBrowser, remedy } from '#local/chromium.ts'
import type { NetlifySite } from '../programs/netlify-site.ts'

const email = 'grace@example.com'

/** The whole way through the page, as a German at a browser goes it: address, email, code, card, portal. */
export function checkWalk({ origin, supabase, stripe }: NetlifySite): void {
  const executable = findChromium()
  const skip = executable === null && !process.env['CI'] ? remedy : false
  void test(
    'netlify dev: a German signs in by email, and reaches the portal',
    { skip },
    async () => {
      assert(executable !== null, remedy)
      const browser = await openBrowser(executable)
      try {
        const page = await browser.newPage({ locale: 'de-DE' })
        const troubles: string[] = []
        page.on('pageerror', ({ message }) => troubles.push(message))
        page.on('console', (said) => said.type() === 'error' && troubles.push(said.text()))
        const press = (action: string) => page.locator(`[data-action="${action}"]`).first().click()
        const fill = (field: string, text: string) =>
          page.locator(`[data-field="${field}"]`).fill(text)

        await page.goto(`${origin}/`)
        assert.equal(await page.locator('html').getAttribute('lang'), 'de')
        await fill('email', email)
        await press('send-mail')
        await page.locator('[data-state="mail-sent"]').waitFor()
        // The page sends a whole code by itself.
        await fill('code', supabase.inbox.newestTo(email)?.code ?? '')
        await page.locator('[data-state="links"]').waitFor()
        assert.deepEqual(troubles, [])
        await press('open-portal')
        await page.waitForURL(/\/portal\//)
        assert(stripe.sessions().some(({ url }) => url === page.url()))
      } finally {
        await browser.close()
      }
    },
  )
}
