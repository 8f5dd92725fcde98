import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { apiVersion, perAccount, secondsOf } from '../account.ts'
import type { Boxed } from '../collection.ts'
import { boxed, createCollection } from '../collection.ts'

const retentionSeconds = 30 * 24 * 60 * 60

/** `silent`: the change happens and no event tells of it, as if Stripe's never came. */
export type Quietly = { silent?: boolean }

type EventType = Stripe.Event['type']
type EventOf<T extends EventType> = Extract<Stripe.Event, { type: T }>

/** Every event of an account, of all ages. */
export const eventsOf = perAccount(() => createCollection<Boxed<Stripe.Event>>())

/**
 * Writes down what happened, with the object as it is now, and rings at the endpoints that want to know.
 * @param previous the changed fields' earlier values, for `*.updated` only
 */
export function emitEvent<T extends EventType>(
  account: Account,
  type: T,
  object: EventOf<T>['data']['object'],
  previous?: EventOf<T>['data']['previous_attributes'],
): void {
  const event = {
    id: account.nextId('evt'),
    object: 'event',
    api_version: apiVersion,
    created: secondsOf(account),
    data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
    livemode: account.livemode,
    pending_webhooks: 0,
    request: account.request ?? { id: null, idempotency_key: null },
    type,
  } satisfies Stripe.EventBase as Stripe.Event // the union's type and data can't be correlated here
  eventsOf(account).add(boxed(event))
  account.world.ring(account, event)
}

/** `null` after thirty days, when Stripe forgets an event. */
export function findEvent(account: Account, id: string): Boxed<Stripe.Event> | null {
  const entry = eventsOf(account).find(id)
  return entry && entry.created >= oldestEventAt(account) ? entry : null
}

/** Seconds since 1970. */
export function oldestEventAt(account: Account): number {
  return secondsOf(account) - retentionSeconds
}

/** The earlier values of whatever differs, nested objects included; `null` if nothing does. */
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
