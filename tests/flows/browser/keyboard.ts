import type { Page } from 'playwright-core'

/** The `data-*` of what has the focus, inside the element as well. */
export function focused(page: Page): Promise<Record<string, string | undefined> | null> {
  return page.evaluate(() => {
    let { activeElement } = document
    while (activeElement?.shadowRoot?.activeElement) ({ activeElement } = activeElement.shadowRoot)
    if (!(activeElement instanceof HTMLElement)) return null
    return Object.fromEntries(Object.entries(activeElement.dataset))
  })
}

/** Presses Tab until the focus is on what bears the hook. */
export async function reach(page: Page, hook: Record<string, string>): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab')
    const dataset = await focused(page)
    if (Object.entries(hook).every(([name, value]) => dataset?.[name] === value)) return
  }
  throw new Error(`No Tab leads to ${JSON.stringify(hook)}`)
}
