import { expect } from 'vitest'
import { test, useSite } from './browser/flow.ts'

const site = useSite('dev', 8970)

test('npm run dev serves page, doors and emails as they will be built', async () => {
  const startedAt = performance.now()
  const first = await fetch(`${site.origin}/`)
  expect(first.status).toBe(200)
  console.info(`npm run dev answers first after ${Math.round(performance.now() - startedAt)} ms`)

  const { page, press, sees, asksForLink, mayHear } = await site.visitor()
  // Vite's own client says that it is there.
  mayHear(/^\[vite\]/)
  await asksForLink('ada@example.com')
  await page.goto(site.mailedLink('ada@example.com'))
  await press('continue')
  await sees('links')
  expect(await page.locator('[data-link]').count()).toBe(3)
})
