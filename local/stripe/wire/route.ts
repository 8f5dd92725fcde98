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
  /** Every parameter that it takes, beside `expand`; others are refused. */
  params: readonly string[]
  answer: (exchange: Exchange) => object
}

export const LIST_PARAMS = ['limit', 'starting_after', 'ending_before', 'created']
