import type Stripe from 'stripe'
import type { Entry } from '../collection.ts'
import { listObject } from './list.ts'
import type { Params } from './params.ts'

/** A page of parts that have an order of their own, such as lines; whatever else Stripe lists begins with the newest. */
export function listInOrder<T extends { id: string }, O>({
  parts,
  toObject,
  ...order
}: {
  url: string
  kind: string
  params: Params
  parts: readonly T[]
  toObject: (part: T) => O
}): Stripe.ApiList<O> {
  const entries = parts
    .map((part, index): Entry & { part: T } => {
      return { id: part.id, created: 0, seq: parts.length - index, part }
    })
    .toReversed()
  return listObject({
    ...order,
    collection: {
      sorted: () => entries,
      find: (wanted) => entries.find(({ id }) => id === wanted) ?? null,
    },
    toObject: ({ part }) => toObject(part),
  })
}
