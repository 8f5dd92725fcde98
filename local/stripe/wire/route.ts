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

/** The route and the ids in the path, or `null`. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; ids: string[] } | null {
  const segments = path.split('/')
  for (const route of routes) {
    const ids = route.method === method ? matchPath(route.path.split('/'), segments) : null
    if (ids) return { route, ids }
  }
  return null
}

function matchPath(pattern: string[], segments: string[]): string[] | null {
  if (pattern.length !== segments.length) return null
  const ids: string[] = []
  for (const [index, name] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (name.startsWith(':')) ids.push(decodeURIComponent(segment))
    else if (name !== segment) return null
  }
  return ids
}
