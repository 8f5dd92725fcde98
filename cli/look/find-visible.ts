import type { CustomerRow } from '../person/database-person.ts'
import type { StripeCustomer } from '../person/stripe-person.ts'
import type { AtStripe } from './facts.ts'

/** What the page shows whoever proves the address, and what it misses. */
export type Visible = {
  customers: StripeCustomer[]
  /** The table lacks them, and no list that the page asks for has their spelling. */
  missed: StripeCustomer[]
}

/**
 * As POST /api/portal-links does it: Stripe is asked for the fold, for the spellings of the rows and for the rows'
 * customers; for all spellings only if neither the table nor Stripe's list of the fold has anything.
 * @param rows of the table, under the address
 */
export function findVisible(
  { customers, livemode }: AtStripe,
  { fold, rows }: { fold: string; rows: readonly CustomerRow[] },
): Visible {
  const own = rows.filter(
    (row) => row.address === fold && row.livemode === livemode && !row.deleted,
  )
  const ids = new Set(own.map(({ id }) => id))
  const spellings = new Set([fold, ...own.map(({ email }) => email)])
  const isListed = ({ id, email }: StripeCustomer) => ids.has(id) || spellings.has(email)
  const listed = customers.filter(isListed)
  if (own.length === 0 && listed.length === 0) return { customers, missed: [] }
  return { customers: listed, missed: customers.filter((customer) => !isListed(customer)) }
}
