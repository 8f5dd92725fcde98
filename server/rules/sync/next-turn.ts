import type { SyncState } from './sync-state.ts'

/**
 * What a run does next.
 *
 * - `first fill`: the full pass that fills the table; it comes before everything
 * - `pass first`, `replay first`: both, in this order. Where a pass takes several runs the two take turns in going
 *   first, so that neither a crowd of events nor a slow Stripe can keep either from ending
 * - `replay`: only what events rang for, and the run is done
 */
export type Turn = 'first fill' | 'pass first' | 'replay first' | 'replay'

/** @param isDue whether a full pass is to begin even if none is under way */
export function nextTurn(
  { pass, passedAt, isPassFirst }: Pick<SyncState, 'pass' | 'passedAt' | 'isPassFirst'>,
  isDue: boolean,
): Turn {
  if (passedAt === null) return 'first fill'
  if (!isDue && pass === null) return 'replay'
  return isPassFirst ? 'pass first' : 'replay first'
}
