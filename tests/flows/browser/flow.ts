import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test as anyTest } from 'vitest'
import { findChromium, openBrowser, remedy } from '#local/chromium.ts'
import type { StandInSite } from './stand-in-site.ts'
import { startStandInSite } from './stand-in-site.ts'
import type { Visitor } from './visitor.ts'
import { openVisitor } from './visitor.ts'

/** The one site of a test file, and the people who come to it. */
export type Flow = StandInSite & {
  /** A new visitor. Whatever they meet that was not foreseen fails the test. */
  visitor(options?: BrowserContextOptions & { alsoAsks?: string[] }): Promise<Visitor>
  /** A visitor who has asked for an email to this address. */
  asking(email: string, options?: BrowserContextOptions): Promise<Visitor>
  /** A visitor who sees what is under an address, without the way through the email. */
  signedIn(email: string, options?: Arrival): Promise<Visitor>
}

/** `withClock`: the page's clock can be moved. */
type Arrival = BrowserContextOptions & { withClock?: boolean }

const executable = findChromium()

/** A flow; skipped if no Chromium is found, which `chromium.test.ts` reports. */
export const test = anyTest.skipIf(executable === null && !process.env['CI'])

/**
 * Gives a test file its site and its browser, and each test services without faults. The doors read the environment once in a
 * process, and every test file is a process of its own: so one site for each file.
 * @param wantedPort far from other files', which look for a free one at the same moment
 */
export function useSite(kind: 'dev' | 'built', wantedPort: number): Flow {
  const flow = {} as Flow
  const visitors: Visitor[] = []
  let site: StandInSite | undefined
  let browser: Browser | undefined

  beforeAll(async () => {
    if (executable === null) {
      if (process.env['CI']) throw new Error(remedy)
      return
    }
    const opened = await Promise.all([startStandInSite(kind, wantedPort), openBrowser(executable)])
    ;[site, browser] = opened
    Object.assign(flow, site, comings(...opened, visitors))
  })

  afterEach(async () => {
    const leaving = visitors.splice(0)
    await Promise.all(leaving.map(({ context }) => context.close()))
    await site?.stripe.settled()
    for (const standIn of site ? [site.supabase, site.stripe] : []) {
      standIn.resetControl()
      standIn.resetCalls()
    }
    expect(leaving.flatMap((visitor) => visitor.troubles())).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })
  return flow
}

function comings(
  { origin, supabase }: StandInSite,
  browser: Browser,
  visitors: Visitor[],
): Pick<Flow, 'visitor' | 'asking' | 'signedIn'> {
  const visitor: Flow['visitor'] = async ({ alsoAsks = [], ...options } = {}) => {
    const who = await openVisitor(browser, [origin, ...alsoAsks], options)
    visitors.push(who)
    return who
  }
  return {
    visitor,
    async asking(email, options) {
      const who = await visitor(options)
      await who.asksForLink(email)
      return who
    },
    async signedIn(email, { withClock = false, ...options } = {}) {
      const { accessToken } = await supabase.signIn(email)
      const who = await visitor(options)
      if (withClock) await who.page.clock.install()
      await who.arrives(accessToken)
      await who.page.locator('[data-state]:not([data-state="loading"])').waitFor()
      return who
    },
  }
}
