import { expect } from 'vitest'
import { createRepeats, examine } from '../../../cli/checks/examine.ts'
import type { Fault } from '#local/wire/fault.ts'
import type { ReadyShop } from '../shop/ready-shop.ts'

/** A whole service fails: how, and what is said of it, once. */
type Outage = { what: string; fault: Fault; says: RegExp; remedy: RegExp }

const names = {
  stripe: 'stripe',
  supabase: 'supabase',
  management: 'supabase',
  netlify: 'netlify',
} as const

export const services = Object.keys(names) as (keyof typeof names)[]

/** Longer than a doctor waits. */
const retryAfter = 3600

export const outages: Outage[] = [
  {
    what: 'does not answer',
    fault: { hang: true },
    says: /did not answer|no answer/,
    remedy: /try again/,
  },
  {
    what: 'answers with a page of somebody else',
    fault: { rubbish: true },
    says: /in another form|as Supabase does \(200\)/,
    remedy: /is a proxy|status\.supabase/,
  },
  { what: 'is in trouble', fault: { status: 503 }, says: /503/, remedy: /status/ },
  {
    what: 'has been asked too often',
    fault: { status: 429, retryAfter },
    says: /answered 429/,
    remedy: /wait a minute/,
  },
]

/** Everything is checked while it lasts: one finding tells it, and whatever needs the service refers to that. */
export async function playOutage(
  shop: ReadyShop,
  { service, outage, isNamed }: { service: keyof typeof names; outage: Outage; isNamed: boolean },
): Promise<void> {
  const { ref } = shop.management
  const { fault, says, remedy } = outage
  shop[service].control({ faults: [fault] })
  // Every look signs in once: more of them in five minutes than Auth lets one network do.
  const { verificationsPerNetwork } = shop.supabase.controls
  shop.supabase.control({ verificationsPerNetwork: 1_000_000 })
  // Other services may be slower than this, on a busy machine; here it is about the one.
  const limits = fault.hang === true ? { answerMs: 300 } : {}
  try {
    const all = await examine(await shop.world({}, { limits, ...(isNamed && { project: ref }) }))
    const failed = all.filter(({ cause }) => cause?.startsWith(`${names[service]} `))
    const repeats = createRepeats()
    expect(failed.filter((found) => !repeats.add(found))).toEqual([
      expect.objectContaining({
        says: expect.stringMatching(says),
        remedy: expect.stringMatching(remedy),
      }),
    ])
    expect(repeats.lines()).toEqual([expect.stringMatching(/^unknown \w+, see above: \w/)])
    if (fault.hang === true) return
    // The site's own view of it: health keeps it for ten seconds.
    const isSites = (check: string) => check === 'health' || check === 'sign_in'
    const others = all.filter(({ cause, check }) => cause === undefined && !isSites(check))
    expect(others.filter(({ level }) => level !== 'ok')).toEqual([])
  } finally {
    shop[service].control({ faults: [] })
    shop.supabase.control({ verificationsPerNetwork })
  }
}
