import type { Browser } from 'playwright-core'
import { mkdir, rm } from 'node:fs/promises'
import { findChromium, openBrowser, remedy } from '#local/chromium.ts'
import { hasCredits, overdue, ways } from './flows/browser/every-state.ts'
import type { StandInSite } from './flows/browser/stand-in-site.ts'
import { startStandInSite } from './flows/browser/stand-in-site.ts'
import { endsToken, hasTokens, madeToken } from './flows/browser/tokens.ts'
import { openVisitor } from './flows/browser/visitor.ts'
import { looksAtPlans } from './flows/plans/shop-window.ts'

/** `npm run screens`: takes the pictures of README and docs again, each state as the seeded people see it. */
const folder = new URL('../docs/screens/', import.meta.url).pathname

type Look = {
  state: keyof typeof ways
  scheme: 'light' | 'dark'
  width: 360 | 1280
  /** In the picture's name if it isn't `en-GB`. */
  locale?: string
  /** Another way to the state, with the name that the picture bears. */
  by?: { name: string; way: (typeof ways)[keyof typeof ways] }
}

const wide = (state: Look['state'], scheme: Look['scheme'] = 'light'): Look => {
  return { state, scheme, width: 1280 }
}
const narrow = (state: Look['state'], scheme: Look['scheme'] = 'light'): Look => {
  return { state, scheme, width: 360 }
}
const looks: Look[] = [
  wide('sign-in'),
  narrow('sign-in'),
  wide('mail-sent'),
  narrow('mail-sent', 'dark'),
  narrow('confirm'),
  wide('links'),
  wide('links', 'dark'),
  { ...wide('links'), locale: 'de-DE' },
  narrow('links'),
  { ...narrow('links'), locale: 'ja-JP' },
  { ...narrow('links'), locale: 'ar-EG' },
  { ...narrow('links'), by: { name: 'past-due', way: overdue } },
  narrow('links', 'dark'),
  { ...wide('links'), by: { name: 'credits', way: hasCredits } },
  { ...narrow('links', 'dark'), by: { name: 'credits', way: hasCredits }, locale: 'de-DE' },
  { ...wide('links'), by: { name: 'tokens', way: madeToken } },
  { ...narrow('links', 'dark'), by: { name: 'tokens', way: endsToken }, locale: 'de-DE' },
  { ...narrow('links'), by: { name: 'tokens', way: hasTokens }, locale: 'ar-EG' },
  wide('nothing-found'),
  narrow('link-expired'),
  narrow('error', 'dark'),
  narrow('session-ended'),
  narrow('loading'),
  narrow('signed-out', 'dark'),
  narrow('email-unproven'),
  narrow('not-set-up'),
  wide('not-set-up', 'dark'),
]

/** The prices, as the stand-in's shop has them. */
const windows: Pick<Look, 'scheme' | 'width'>[] = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 360 },
]

const executable = findChromium()
if (executable === null) {
  console.error(remedy)
  process.exit(1)
}
console.info(`Takes ${looks.length + windows.length} pictures into docs/screens.`)
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const site = await startStandInSite('built', 8990)
const browser = await openBrowser(executable)
// First: some of the other ways put something up for sale.
for (const look of windows) console.info(`  ${await takePlans(site, browser, look)}`)
for (const look of looks) console.info(`  ${await take(site, browser, look)}`)
await browser.close()
await site.close()

async function take(
  site: StandInSite,
  browser: Browser,
  { state, scheme, width, locale, by }: Look,
): Promise<string> {
  const visitor = await visitorWith(site, browser, { scheme, width, locale })
  await (by?.way ?? ways[state])(site, visitor)
  await visitor.sees(state)
  // What somebody has is asked beside the cards.
  if (['links', 'nothing-found'].includes(state)) await visitor.page.waitForLoadState('networkidle')
  const parts = [by?.name ?? state, locale?.slice(0, 2), scheme, width]
  const name = `${parts.filter((part) => part !== undefined).join('-')}.png`
  await visitor.page.screenshot({ path: folder + name, fullPage: true })
  await visitor.context.close()
  site.stripe.resetControl()
  site.supabase.resetControl()
  return name
}

async function takePlans(
  site: StandInSite,
  browser: Browser,
  look: Pick<Look, 'scheme' | 'width'>,
): Promise<string> {
  const visitor = await visitorWith(site, browser, look)
  await looksAtPlans(site, visitor)
  const name = `plans-${look.scheme}-${look.width}.png`
  await visitor.page.screenshot({ path: folder + name, fullPage: true })
  await visitor.context.close()
  return name
}

function visitorWith(
  { origin }: StandInSite,
  browser: Browser,
  {
    scheme,
    width,
    locale = 'en-GB',
  }: Pick<Look, 'scheme' | 'width'> & { locale?: string | undefined },
) {
  return openVisitor(browser, [origin], {
    colorScheme: scheme,
    locale,
    deviceScaleFactor: 1,
    viewport: { width, height: width === 360 ? 640 : 720 },
  })
}
