import { takes } from '../checks/guarded.ts'
import type { PersonAddress } from '../person/parse-address.ts'
import type { StripeCustomer } from '../person/stripe-person.ts'
import { openStripePerson } from '../person/stripe-person.ts'
import type { Unknown } from '../person/unknown.ts'
import { orUnknown } from '../person/unknown.ts'
import type { Environment } from '../variables/environment.ts'

/** What Stripe has under the address, and keeps. */
export type AtStripe = {
  livemode: boolean
  customers: StripeCustomer[]
  /** `null`: the key may not see them. */
  guestPurchases: number | null
}

/** @param spellings those of the table's rows */
export async function lookAtStripe(
  env: Environment,
  { given, fold }: PersonAddress,
  spellings: readonly string[],
): Promise<AtStripe | Unknown> {
  const person = openStripePerson(env)
  if (person === null) return { unknown: takes.stripe }
  return orUnknown(async () => ({
    livemode: person.livemode,
    customers: (await person.listUnder(fold, [fold, given, ...spellings])).customers,
    guestPurchases: await person.countGuestPurchases([fold, given], fold),
  }))
}
