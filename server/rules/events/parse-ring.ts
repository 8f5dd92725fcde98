import type { EventType } from '../../needs.ts'
import { eventTypes } from '../../needs.ts'

/** An event, cut down to what may be believed of it. */
export type Ring = {
  type: EventType
  /** The id of the object that it rings for, of any form. */
  object: unknown
  /** The names of the fields that it says have changed; `null` if it does not say. */
  changes: ReadonlySet<string> | null
  /** When its object was created, in Unix seconds; `null` if it does not say. Good for finding it, no more. */
  createdAt: number | null
}

/**
 * Reads a signed event. The event is a doorbell: besides its type, its object's id and the names of the fields that
 * changed, nothing of it is believed.
 *
 * Snapshot events: https://docs.stripe.com/api/events/object; thin ones (`v2.core.event`):
 * https://docs.stripe.com/api/v2/core/events/object
 * @param event parsed JSON of any shape
 * @param livemode the mode of our key
 * @returns `null` if it rings for nobody here: another mode, another account, a type that is not in `needs.ts`
 */
export function parseRing(event: unknown, livemode: boolean): Ring | null {
  const { object, type, livemode: mode, account, context, ...rest } = asRecord(event)
  if (mode !== livemode || isGiven(account) || isGiven(context)) return null
  const isThin = object === 'v2.core.event'
  const name = isThin ? /^v1\.(.+)$/.exec(String(type))?.[1] : type
  if (!isEventType(name)) return null
  if (isThin)
    return {
      type: name,
      object: asRecord(rest.related_object).id,
      changes: thinChanges(rest.changes),
      createdAt: null,
    }
  const { object: about, previous_attributes: changed } = asRecord(rest.data)
  const { id, created } = asRecord(about)
  return { type: name, object: id, changes: namesIn(changed), createdAt: parseSeconds(created) }
}

const yearTenThousand = Date.UTC(10_000) / 1000

/** Whole seconds, within the years that every database reads. */
function parseSeconds(value: unknown): number | null {
  const seconds = Number.isSafeInteger(value) ? Number(value) : -1
  return seconds >= 0 && seconds < yearTenThousand ? seconds : null
}

function isEventType(type: unknown): type is EventType {
  return eventTypes.some((each) => each === type)
}

function namesIn(fields: unknown): ReadonlySet<string> | null {
  return isObject(fields) ? new Set(Object.keys(fields)) : null
}

/** Stated only if both halves are. */
function thinChanges(changes: unknown): ReadonlySet<string> | null {
  const { before, after } = asRecord(changes)
  return isObject(before) && isObject(after) ? namesIn({ ...before, ...after }) : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asRecord(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
