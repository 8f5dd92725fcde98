import type Stripe from 'stripe'
import { createCollection, type Collection, type Entry } from './collection.ts'
import type { Control } from './control.ts'
import type { CustomerRecord } from './customers.ts'
import type { EndpointRecord } from './webhook-endpoints.ts'
import type { SessionRecord } from './portal-sessions.ts'
import type { SubscriptionRecord } from './subscriptions.ts'
import { createIds } from './ids.ts'

/** The API version that SDK 23.1.0 pins: objects are shaped by it, events are stamped with it. */
export const API_VERSION = '2026-10-28.endive'

/** An object of which there are few: kept whole, behind its place in the list. */
export type Boxed<T> = Entry & { object: T }

/** What the accounts of one stand-in share. */
export type World = {
  /** Milliseconds since 1970. */
  now: () => number
  control: Control
  publicUrl: () => string
  /** Brings an event to the endpoints that want it. */
  ring: (account: Account, event: Stripe.Event) => void
}

/** Everything that one account holds in one mode, live or test. Nothing is shared between two of them. */
export type Account = {
  readonly id: string
  readonly livemode: boolean
  readonly world: World
  /** The same account in the other mode: only to say "a similar object exists in test mode". */
  twin: Account | null
  readonly nextId: (prefix: string) => string
  readonly customers: Collection<CustomerRecord>
  readonly customersByAddress: Map<string, CustomerRecord | CustomerRecord[]>
  readonly deletedCustomers: Set<string>
  readonly products: Collection<Boxed<Stripe.Product>>
  readonly prices: Collection<Boxed<Stripe.Price>>
  readonly subscriptions: Collection<SubscriptionRecord>
  readonly subscriptionsByCustomer: Map<string, SubscriptionRecord[]>
  readonly configurations: Collection<Boxed<Stripe.BillingPortal.Configuration>>
  /** By the unguessable last part of the page's address. */
  readonly sessions: Map<string, SessionRecord>
  readonly events: Collection<Boxed<Stripe.Event>>
  readonly endpoints: Collection<EndpointRecord>
  /** The API request under way, to be named in the events that it causes. */
  request: Stripe.Event.Request | null
}

export function createAccount(world: World, id: string, livemode: boolean): Account {
  return {
    id,
    livemode,
    world,
    twin: null,
    nextId: createIds(),
    customers: createCollection(),
    customersByAddress: new Map(),
    deletedCustomers: new Set(),
    products: createCollection(),
    prices: createCollection(),
    subscriptions: createCollection(),
    subscriptionsByCustomer: new Map(),
    configurations: createCollection(),
    sessions: new Map(),
    events: createCollection(),
    endpoints: createCollection(),
    request: null,
  }
}

/** Stripe's clock: whole seconds. */
export function secondsOf(account: Account): number {
  return Math.floor(account.world.now() / 1000)
}

export function boxed<T extends { id: string; created: number }>(object: T): Boxed<T> {
  return { id: object.id, created: object.created, seq: 0, object }
}
