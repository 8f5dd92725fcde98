import type { RungEvent } from '../../services/stripe-account.ts'
import type { Finding } from '../check.ts'
import { ok, unknown } from '../guarded.ts'

/** Younger ones may be on their way. */
const patienceSeconds = 600

/** What was rung for, newest first; times in Unix seconds. */
export type Rings = {
  /** All events of the last three days. */
  all: readonly RungEvent[]
  /** Those of them that were not delivered everywhere. */
  undelivered: readonly RungEvent[]
  /** When the endpoint was made: what is older was not rung for. `null` if nobody may ask. */
  since: number | null
  now: number
}

/** What the events of the last days say of the endpoint. */
export function judgeDeliveries({ all, undelivered, since, now }: Rings): Finding | null {
  const rung = all.filter(({ created }) => created >= (since ?? 0))
  const late = undelivered.filter(
    ({ pending, created }) =>
      pending > 0 && created >= (since ?? 0) && created < now - patienceSeconds,
  )
  // Without an endpoint, nothing waits either.
  const arrived = since === null ? undefined : rung.find(({ pending }) => pending === 0)
  if (late.length > 0) return waiting(late, arrived && now - arrived.created)
  if (since === null) return null
  if (rung.length === 0) return ok('no webhooks to deliver since the endpoint was made')
  if (arrived === undefined)
    return unknown('whether the first webhooks arrive', 'run this again in ten minutes')
  return ok(`webhooks arrive: the last arrived ${ago(now - arrived.created)}`)
}

/** @param arrived seconds since the last one that did; `undefined` if none is known to */
function waiting(late: readonly RungEvent[], arrived: number | undefined): Finding {
  const count = late.length === 100 ? '100 or more' : late.length
  const last = arrived === undefined ? 'none has arrived' : `the last arrived ${ago(arrived)}`
  return {
    level: arrived === undefined ? 'fault' : 'warning',
    says: `webhooks of the last three days not delivered yet: ${count}; ${last}`,
    why: 'the table is behind until the scheduled run catches up, at most ten minutes',
    remedy:
      'Stripe: Workbench > Webhooks > your endpoint shows what the door answered. signature_invalid: its secret is ' +
      'not "STRIPE_WEBHOOK_SECRET"; copy it from there, and deploy. docs/errors.md explains the others',
  }
}

function ago(seconds: number): string {
  if (seconds < 120) return 'just now'
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes ago`
  return `${Math.round(seconds / 3600)} hours ago`
}
