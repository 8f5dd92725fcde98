import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { State } from '../../../web/state.ts'

/** Somebody at a browser of their own: nothing is shared with another visitor. */
export type Visitor = {
  page: Page
  context: BrowserContext
  /** Waits until the page shows a state. */
  sees(state: State['name']): Promise<void>
  /** Waits until the page says what went wrong, by its code. */
  meets(code: string): Promise<void>
  types(field: 'email' | 'code', words: string): Promise<void>
  /** Presses what bears the action, in the card of a customer if one is named. */
  press(action: string, customer?: string): Promise<void>
  /** Presses what is not to be pressed yet. */
  insists(action: string): Promise<void>
  /** Opens the page and has an email sent. */
  asksForLink(email: string): Promise<void>
  /** Opens a mailed link and confirms it. */
  follows(link: string): Promise<void>
  /** Opens a page of ours with a token, as a link of Supabase's own email brings it, and confirms it. */
  arrives(accessToken: string, url?: string): Promise<void>
  /** The console may say this, because the flow asks for trouble. */
  mayHear(trouble: RegExp): void
  /** What nobody expected: console errors and warnings, broken policies, uncaught errors, foreign origins. */
  troubles(): string[]
}

// A complete code sends itself.
async function isSent(page: Page): Promise<boolean> {
  return (await page.locator('[data-action="send-code"]:not([data-pending])').count()) === 0
}

/** Opens a browser context whose every complaint is kept. `origins`: the page's own first, then who else may be asked. */
export async function openVisitor(
  browser: Browser,
  origins: [string, ...string[]],
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    ...options,
  })
  // A hanging page takes long to fail; a slow machine makes none fail.
  context.setDefaultTimeout(90_000)
  const heard: string[] = []
  const expected: RegExp[] = []
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    const { url } = message.location()
    // Asked by the browser itself, for the pages of the stand-ins.
    if (!url.endsWith('/favicon.ico')) heard.push(`${message.text()} at ${url}`)
  })
  context.on('weberror', (error) => heard.push(`uncaught: ${error.error().message}`))
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (/^https?:$/.test(protocol) && !origins.includes(origin)) heard.push(`asked ${origin}`)
  })
  const page = await context.newPage()
  const visitor: Visitor = {
    page,
    context,
    sees: (state) => page.locator(`[data-state="${state}"]`).waitFor(),
    meets: (code) => page.locator(`[data-summary][data-code="${code}"]`).waitFor(),
    types: (field, words) => page.locator(`[data-field="${field}"]`).fill(words),
    async press(action, customer) {
      if (action === 'send-code' && (await isSent(page))) return
      const card = customer === undefined ? '' : `[data-link="${customer}"] `
      await page.locator(`${card}[data-action="${action}"]`).click()
    },
    insists: (action) => page.locator(`[data-action="${action}"]`).click({ force: true }),
    async asksForLink(email) {
      await page.goto(`${origins[0]}/`)
      await visitor.types('email', email)
      await visitor.press('send-mail')
      await visitor.sees('mail-sent')
    },
    async follows(link) {
      await page.goto(link)
      await visitor.press('continue')
    },
    arrives: (accessToken, url = `${origins[0]}/`) =>
      visitor.follows(`${url}#access_token=${accessToken}`),
    mayHear: (trouble) => void expected.push(trouble),
    troubles: () => heard.filter((words) => !expected.some((trouble) => trouble.test(words))),
  }
  return visitor
}
