import type Stripe from 'stripe'
import type { Control } from './control.ts'
import { createIds } from './ids.ts'

/** The API version that SDK 23.1.0 pins: objects have its shape, and events are stamped with it. */
export const apiVersion = '2026-10-28.endive'

/** What the accounts of one stand-in share. */
export type World = {
  /** Milliseconds since 1970. */
  now: () => number
  control: Control
  publicUrl: () => string
  /** Delivers an event to the endpoints that want it. */
  ring: (account: Account, event: Stripe.Event) => void
}

/** One account in one mode, live or test. What it holds is kept by the files of `objects/`: see `perAccount`. */
export type Account = {
  readonly id: string
  readonly livemode: boolean
  readonly world: World
  /** The same account in the other mode, only to say "a similar object exists in test mode". */
  twin: Account | null
  readonly nextId: (prefix: string) => string
  /** The API request under way, to be named in the events that it causes. */
  request: Stripe.Event.Request | null
}

/** An empty account in one mode. */
export function createAccount(world: World, id: string, livemode: boolean): Account {
  return { id, livemode, world, twin: null, nextId: createIds(), request: null }
}

/** Something that each account has one of: made when it is first asked for, gone with the account. */
export function perAccount<T>(make: () => T): (account: Account) => T {
  const kept = new WeakMap<Account, { own: T }>()
  return (account) => {
    const found = kept.get(account) ?? { own: make() }
    kept.set(account, found)
    return found.own
  }
}

/** Stripe's clock, in whole seconds since 1970. */
export function secondsOf(account: Account): number {
  return Math.floor(account.world.now() / 1000)
}
