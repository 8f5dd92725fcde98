import type Stripe from 'stripe'
import { API_VERSION, boxed, secondsOf, type Account } from './account.ts'

const RETENTION_SECONDS = 30 * 24 * 60 * 60

/** `silent`: nothing happens but the change, as where Stripe's event never comes. */
export type Quietly = { silent?: boolean }

type EventType = Stripe.Event['type']
type EventOf<T extends EventType> = Extract<Stripe.Event, { type: T }>

/**
 * Writes down what happened, with the object as it is now, and rings at the endpoints that want to know.
 * `previous` carries the changed fields alone, and only for `*.updated`.
 */
export function emitEvent<T extends EventType>(
  account: Account,
  type: T,
  object: EventOf<T>['data']['object'],
  previous?: EventOf<T>['data']['previous_attributes'],
): Stripe.Event {
  return recordEvent(account, {
    type,
    data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
  })
}

/** For what the stand-in never does by itself: other types, or a connected account's event. */
export function recordEvent(
  account: Account,
  fields: Pick<Stripe.EventBase, 'type' | 'data'> & { account?: string; created?: number },
): Stripe.Event {
  const event = {
    id: account.nextId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: secondsOf(account),
    livemode: account.livemode,
    pending_webhooks: 0,
    request: account.request ?? { id: null, idempotency_key: null },
    ...fields,
  } satisfies Stripe.EventBase as Stripe.Event // the union's type and data can't be correlated here
  account.events.add(boxed(event))
  account.world.ring(account, event)
  return event
}

/** Stripe forgets an event after thirty days. */
export function findEvent(account: Account, id: string) {
  const entry = account.events.find(id)
  return entry && entry.created >= oldestEventAt(account) ? entry : null
}

/** Seconds. */
export function oldestEventAt(account: Account): number {
  return secondsOf(account) - RETENTION_SECONDS
}

/** The earlier values of whatever differs, nested objects included; `null` where nothing does. */
export function findChanges<T extends object>(before: T, after: T): Partial<T> | null {
  const changes: Partial<T> = {}
  for (const key of keysOf(before, after)) {
    const [old, now] = [before[key], after[key]]
    if (JSON.stringify(old) === JSON.stringify(now)) continue
    const inner = isPlain(old) && isPlain(now) ? findChanges(old, now) : null
    // A value that was not there before is stated as null.
    changes[key] = (inner ?? old ?? null) as T[keyof T]
  }
  return Object.keys(changes).length > 0 ? changes : null
}

function keysOf<T extends object>(...objects: T[]): (keyof T)[] {
  return [...new Set(objects.flatMap((object) => Object.keys(object)))] as (keyof T)[]
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
