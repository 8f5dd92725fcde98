import type { PGlite } from '@electric-sql/pglite'
import { expect } from 'vitest'
import type { StripeStandIn } from '#local/stripe/index.ts'

/** Creates so many customers at Stripe without ringing for them. `createdAt`: Unix seconds, by their place. */
export function createCrowd(
  { stripe }: { stripe: StripeStandIn },
  count: number,
  createdAt = (place: number) => 1_700_000_000 + place * 60,
): string[] {
  const silent = { silent: true }
  return Array.from({ length: count }, (_, place) => {
    const customer = { email: `person.${place}@example.com`, created: createdAt(place) }
    return stripe.createCustomer(customer, silent).id
  })
}

/** Tombstones aside, the table holds exactly Stripe's customers, each with its address. */
export async function expectInStep(world: {
  stripe: StripeStandIn
  supabase: { database: PGlite }
}): Promise<void> {
  const { rows } = await world.supabase.database.query<{ id: string; email: string | null }>(
    `select stripe_customer_id as id, email from stripe_customers
     where not deleted and not livemode order by stripe_customer_id collate "C"`,
  )
  const atStripe = world.stripe.customers().map(({ id, email }) => ({ id, email }))
  expect(rows).toEqual(atStripe.sort((one, other) => (one.id < other.id ? -1 : 1)))
}
