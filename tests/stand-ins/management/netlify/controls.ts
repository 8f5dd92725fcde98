import type { Disturbances } from '#local/wire/controls.ts'

/** What a test may change in the account and the site. */
export type NetlifyControls = Disturbances & {
  /** A free team can't choose scopes. */
  plan: 'free' | 'pro'
  /** A deploy ends with this as its error. */
  deployFails: string | null
  /** The owner has stopped builds. */
  buildsStopped: boolean
  /** More sites that the token reaches. They are listed, and nothing is behind them. */
  otherSites: { id: string; name: string; url: string }[]
}

/** A paid account in which everything works. */
export function initialControls(): NetlifyControls {
  return { faults: [], plan: 'pro', deployFails: null, buildsStopped: false, otherSites: [] }
}
