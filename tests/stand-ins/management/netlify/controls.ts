import type { Weather } from '../wire/weather.ts'

/** What a test may change of the account and the site, and the weather. */
export type NetlifyControls = Weather & {
  /** A free team can't choose scopes. */
  plan: 'free' | 'pro'
  /** A deploy ends with this as its error. */
  deployFails: string | null
  /** A deploy stays `new` until `releaseDeploys`. */
  holdDeploys: boolean
  /** The site's owner stopped its builds. */
  buildsStopped: boolean
  /** Further sites in the token's reach. Nothing stands behind them. */
  otherSites: { id: string; name: string; url: string }[]
}

/** A paid account in which everything works. */
export function fairNetlify(): NetlifyControls {
  return {
    faults: [],
    latencyMs: 0,
    plan: 'pro',
    deployFails: null,
    holdDeploys: false,
    buildsStopped: false,
    otherSites: [],
  }
}
