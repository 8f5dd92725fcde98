import type { Account } from '../account.ts'
import type { Params } from './params.ts'

export type Exchange = {
  account: Account
  /** The values of the path's `:names`, in order. */
  ids: readonly [string, ...string[]]
  params: Params
}

/** One endpoint of Stripe's API. */
export type Route = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  /** What a restricted key needs, in the key editor's word. */
  permission: string
  /** Every parameter that it takes, besides `expand`; others are refused. */
  params: readonly string[]
  answer: (exchange: Exchange) => object
}

/** A property that is an id, or absent, until it is expanded. */
export type Expandable = {
  /** What a restricted key needs for it, whether or not there is anything to show. */
  permission?: string
  /** @param ownerId the object that has the property */
  expand(account: Account, ownerId: string): unknown
}

/** Everything that one kind of object adds to the API. */
export type Resource = {
  routes: readonly Route[]
  /** By the name of an object, its own or another resource's; then by the property, or the path to it. */
  expandable?: Readonly<Record<string, Readonly<Record<string, Expandable>>>>
}

/** What most lists take. */
export const listParams = ['limit', 'starting_after', 'ending_before', 'created']
