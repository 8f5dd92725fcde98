import type { Page } from 'playwright-core'

/**
 * Holds back what the page asks for from this path, however often it asks.
 * @returns lets all of it go, and whatever comes later
 */
export async function hold(page: Page, path: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(
    (url) => url.pathname.endsWith(path),
    async (route) => {
      await promise
      await route.continue()
    },
  )
  return resolve
}
