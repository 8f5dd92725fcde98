import type { CustomerId, FoldedAddress } from '../proved.ts'

/** What to ask Stripe for, so that one round of questions covers the rows that the table knows. */
export type Questions = {
  /** Spellings to list by: Stripe's filter is exact. */
  spellings: string[]
  /** Ids whose spelling is not among them: to retrieve one by one. */
  ids: CustomerId[]
}

const otherSpellings = 2
const mostRetrieved = 20

/**
 * The proven address, then the two spellings that most rows have; the rest by id, twenty at most: planting a customer
 * under every spelling of an address must not use up the owner's calls at Stripe.
 */
export function chooseSpellings(
  address: FoldedAddress,
  rows: readonly { id: CustomerId; email: string }[],
): Questions {
  const counts = new Map<string, number>()
  for (const { email } of rows)
    if (email !== address) counts.set(email, (counts.get(email) ?? 0) + 1)
  const others = [...counts].sort((a, b) => b[1] - a[1]).slice(0, otherSpellings)
  const spellings: string[] = [address, ...others.map(([spelling]) => spelling)]
  const rest = rows.filter(({ email }) => !spellings.includes(email)).map(({ id }) => id)
  return { spellings, ids: rest.slice(0, mostRetrieved) }
}
