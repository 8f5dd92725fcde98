import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test, useSite } from '../browser/flow.ts'
import type { Visitor } from '../browser/visitor.ts'
import { atTokens, insistsOn, makes, rowOf } from './at-tokens.ts'

const site = useSite('built', 8968)

/** All that the page's own document says, in its attributes, fields and shadow roots as well. */
const everything = (page: Page) =>
  page.evaluate(() => {
    const texts: string[] = []
    const read = (root: Document | ShadowRoot) => {
      texts.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML)
      for (const each of root.querySelectorAll('*')) {
        if ('value' in each) texts.push(String(each.value))
        if (each.shadowRoot) read(each.shadowRoot)
      }
    }
    read(document)
    return texts.join('\n')
  })

/** Whatever the browser keeps for the page. */
const kept = (page: Page) =>
  page.evaluate(async () =>
    JSON.stringify([
      Object.entries(sessionStorage),
      Object.entries(localStorage),
      document.cookie,
      history.state,
      window.name,
      location.href,
      await caches.keys(),
      await indexedDB.databases(),
    ]),
  )

/** What the page asks and says from now on. */
function overhear({ page }: Visitor): string[] {
  const heard: string[] = []
  page.on('console', (message) => heard.push(message.text()))
  page.on('framenavigated', (frame) => heard.push(frame.url()))
  page.on('request', (request) => {
    heard.push(request.url(), JSON.stringify(request.headers()), request.postData() ?? '')
  })
  return heard
}

test('a token is shown in its field, and kept, sent and said nowhere', async () => {
  const visitor = await atTokens(site, 'secret@example.com')
  const { page, press } = visitor
  const heard = overhear(visitor)
  const token = await makes(visitor, { name: 'secret' })
  await press('copy')
  await insistsOn(page, 'secret', 'replace')
  await expect
    .poll(() => page.locator('[data-token-text]').inputValue(), { timeout: 30_000 })
    .not.toBe(token)
  const second = await page.locator('[data-token-text]').inputValue()
  expect(await everything(page)).not.toContain(token)
  expect(await everything(page)).toContain(second)
  await insistsOn(page, 'secret', 'end')
  await rowOf(page, 'secret').waitFor({ state: 'detached' })
  expect(heard.length).toBeGreaterThan(5)
  for (const text of [...heard, await kept(page), await everything(page)])
    for (const secret of [token, second]) expect(text).not.toContain(secret)
  const field = page.locator('[data-token-text]')
  expect(await field.count()).toBe(0)
})

describe('a token that is shown is gone', () => {
  test.for<[string, (visitor: Visitor) => Promise<unknown>]>([
    ['once it is put away', ({ press }) => press('put-away')],
    ['after signing out', ({ press }) => press('sign-out')],
    [
      'when the page is left, also for a browser that keeps it for the way back',
      ({ page }) =>
        page.evaluate(() =>
          dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
        ),
    ],
    ['after a reload', ({ page }) => page.reload()],
    [
      'after going away and back',
      async ({ page }) => {
        await page.goto('about:blank')
        await page.goBack()
        await page.locator('[data-state]').waitFor()
      },
    ],
  ])('%s', async ([, leaves]) => {
    const visitor = await atTokens(site, 'leaver@example.com')
    const token = await makes(visitor, { name: 'short' })
    expect(await everything(visitor.page)).toContain(token)
    await leaves(visitor)
    expect(await everything(visitor.page)).not.toContain(token)
  })

  test.for([
    ['without a billing account', false],
    ['beside one', true],
  ] as const)('when the sign-in ends, %s', async ([, hasPlan]) => {
    const email = hasPlan ? 'plan@example.com' : 'none@example.com'
    if (hasPlan) await site.sell(email, 'Studio')
    const visitor = await atTokens(site, email, { withClock: true })
    const { page, sees } = visitor
    const token = await makes(visitor, { name: 'forgotten' })
    await page.clock.fastForward('31:00')
    await sees('session-ended')
    expect(await everything(page)).not.toContain(token)
  })
})
