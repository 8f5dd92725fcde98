import { isCustomerId } from '../customer.ts'

/** What an event asks of the gateway. */
export type EventVerdict =
  | { kind: 'ignored' }
  /** Nothing that the table holds has changed. */
  | { kind: 'unchanged' }
  /** Read this customer again. */
  | { kind: 'changed'; customer: string }
  /** Final; needs no reading. */
  | { kind: 'deleted'; customer: string }

/**
 * Judges a signed event. The event is a doorbell, not a letter: besides its type, its customer's id and whether
 * the address is among the stated changes, nothing of it is believed.
 *
 * Snapshot events: https://docs.stripe.com/api/events/object; thin ones (`v2.core.event`):
 * https://docs.stripe.com/api/v2/core/events/object
 * @param event parsed JSON of any shape
 * @param livemode the mode of our key
 */
export function judgeEvent(event: unknown, livemode: boolean): EventVerdict {
  const { object, type, livemode: mode, account, context, ...rest } = asRecord(event)
  if (mode !== livemode || isGiven(account) || isGiven(context)) return { kind: 'ignored' }
  const isThin = object === 'v2.core.event'
  const name = isThin ? /^v1\.(customer\..+)$/.exec(String(type))?.[1] : type
  const customer = isThin
    ? asRecord(rest.related_object).id
    : asRecord(asRecord(rest.data).object).id
  if (!isCustomerId(customer)) return { kind: 'ignored' }

  switch (name) {
    case 'customer.created':
      return { kind: 'changed', customer }
    case 'customer.updated':
      return statesAddressUntouched(isThin, rest)
        ? { kind: 'unchanged' }
        : { kind: 'changed', customer }
    case 'customer.deleted':
      return { kind: 'deleted', customer }
    default:
      return { kind: 'ignored' }
  }
}

/** True only where the changes are stated and the address is not among them. */
function statesAddressUntouched(isThin: boolean, event: Record<string, unknown>): boolean {
  if (!isThin) {
    const previous = asRecord(event.data).previous_attributes
    return isObject(previous) && !('email' in previous)
  }
  const { before, after } = asRecord(event.changes)
  return isObject(before) && isObject(after) && !('email' in before) && !('email' in after)
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
