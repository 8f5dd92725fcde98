import { GatewayError } from '../../errors.ts'
import type { ReturnRecords } from '../../gateways/supabase/return-records.ts'

/** Keeps those short who try ids. */
export type Misses = {
  /**
   * What Stripe knows of a session.
   * @param network where the question came from
   * @throws `session_unknown`, also for ten seconds after Stripe said so, without another call; `rate_limited` before any
   * call, after sixty misses of a network in a minute
   */
  guard<Found>(session: string, network: string, find: () => Promise<Found | null>): Promise<Found>
}

const unknownForMilliseconds = 10_000
const mostRemembered = 10_000

/**
 * Counts in the database, because every process of the function would count for itself; what was counted there is
 * remembered here, so that a network that is refused costs nothing, and anybody else no call more.
 */
export function createMisses(world: {
  records: Pick<ReturnRecords, 'countMiss'>
  now: () => number
}): Misses {
  const unknownUntil = new Map<string, number>()
  const refusedUntil = new Map<string, number>()
  const isBefore = (until: Map<string, number>, key: string) => world.now() < (until.get(key) ?? 0)
  const remember = (until: Map<string, number>, key: string, milliseconds: number) => {
    if (until.size >= mostRemembered) until.clear()
    until.set(key, world.now() + milliseconds)
  }
  return {
    async guard(session, network, find) {
      if (isBefore(refusedUntil, network)) throw tooMany(refusedUntil.get(network)! - world.now())
      const isRemembered = isBefore(unknownUntil, session)
      const found = isRemembered ? null : await find()
      if (found !== null) return found
      if (!isRemembered) remember(unknownUntil, session, unknownForMilliseconds)
      const wait = await world.records.countMiss(network)
      if (wait > 0) remember(refusedUntil, network, wait * 1000)
      throw new GatewayError('session_unknown', 'Stripe knows no such session')
    },
  }
}

function tooMany(milliseconds: number): GatewayError {
  return new GatewayError(
    'rate_limited',
    'one network asked for sixty sessions that are not there',
    {
      retryAfterSeconds: Math.max(1, Math.ceil(milliseconds / 1000)),
    },
  )
}
