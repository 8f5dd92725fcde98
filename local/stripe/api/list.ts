import type Stripe from 'stripe'
import type { Collection, Entry } from '../collection.ts'
import type { CreatedRange, PageQuery } from './page.ts'
import { pageOf } from './page.ts'
import type { Params } from './params.ts'
import { findInteger, findText } from './params.ts'
import { invalid, noSuch, unknownParameter } from './problem.ts'

const defaultLimit = 10
const maxLimit = 100

/** The page that the parameters ask for, as Stripe's list object. */
export function listObject<T extends Entry, O>({
  url,
  kind,
  params,
  collection,
  entries = collection.sorted(),
  keep,
  toObject,
}: {
  url: string
  /** As in "No such customer". */
  kind: string
  params: Params
  /** Where the cursors are looked up. */
  collection: Pick<Collection<T>, 'find' | 'sorted'>
  /** A narrower choice, from old to new. */
  entries?: readonly T[]
  keep?: (entry: T) => boolean
  toObject: (entry: T) => O
}): Stripe.ApiList<O> {
  const startingAfter = findCursor(collection, kind, params, 'starting_after')
  const endingBefore = findCursor(collection, kind, params, 'ending_before')
  if (startingAfter && endingBefore) {
    throw invalid('Only one of starting_after and ending_before may be given.')
  }
  const query: PageQuery<T> = {
    limit: readLimit(params),
    created: readCreated(params),
    ...(startingAfter && { startingAfter }),
    ...(endingBefore && { endingBefore }),
    ...(keep && { keep }),
  }
  const { entries: page, hasMore } = pageOf(entries, query)
  return { object: 'list', data: page.map(toObject), has_more: hasMore, url }
}

/** How many entries a page has at most. @throws 400 unless 1 to 100 */
export function readLimit(params: Params): number {
  const limit = findInteger(params, 'limit') ?? defaultLimit
  if (limit >= 1 && limit <= maxLimit) return limit
  throw invalid(
    `The limit must lie between 1 and ${maxLimit}: ${limit} does not.`,
    'limit',
    limit < 1 ? 'parameter_invalid_integer' : undefined,
  )
}

function readCreated(params: Params): CreatedRange {
  const value = params['created']
  if (value === undefined) return {}
  if (typeof value === 'string') {
    const second = findInteger(params, 'created')
    return second === undefined ? {} : { gte: second, lte: second }
  }
  const range: CreatedRange = {}
  for (const name of Object.keys(value)) {
    if (name !== 'gt' && name !== 'gte' && name !== 'lt' && name !== 'lte') {
      throw unknownParameter(`created[${name}]`)
    }
    const second = findInteger(value, name)
    if (second !== undefined) range[name] = second
  }
  return range
}

/** A cursor ends with its object. */
function findCursor<T extends Entry>(
  { find }: Pick<Collection<T>, 'find'>,
  kind: string,
  params: Params,
  param: 'starting_after' | 'ending_before',
): T | null {
  const id = findText(params, param)
  if (id === undefined) return null
  const entry = find(id)
  if (!entry) throw noSuch(kind, id, param)
  return entry
}
