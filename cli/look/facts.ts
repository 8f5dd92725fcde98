import type { PersonAddress } from '../person/parse-address.ts'
import type { AuthUser, CreditAccount, CustomerRow } from '../person/database-person.ts'
import { readDatabasePerson, readRowsOf } from '../person/database-person.ts'
import type { Departure, StripeCustomer, StripePerson } from '../person/stripe-person.ts'
import { openStripePerson } from '../person/stripe-person.ts'
import { takes } from '../checks/guarded.ts'
import type { Unknown } from '../person/unknown.ts'
import { isKnown, orUnknown } from '../person/unknown.ts'
import type { World } from '../world.ts'

export type AtStripe = {
  livemode: boolean
  customers: StripeCustomer[]
  /** Customers under other addresses that Stripe's search takes for the same. */
  similar: StripeCustomer[]
  /** There are more than were listed. */
  isCut: boolean
  departures: Departure[]
  /** Whether all of the last thirty days were looked at. */
  isHistoryWhole: boolean
  /** `null`: the key may not see them. */
  guestPurchases: number | null
  /** Customers that the table has under the address, and Stripe doesn't: the first twenty. */
  late: { id: string; now: 'deleted' | 'moved' | 'unknown' }[]
  /** How many more rows Stripe did not list. */
  unasked: number
}

/** Everything that decides what one person sees. */
export type Facts = {
  address: PersonAddress
  stripe: AtStripe | Unknown
  /** Rows under the address; without the database itself, those of the customers that Stripe lists under it. */
  rows: CustomerRow[] | Unknown
  users: AuthUser[] | Unknown
  requests: { count: number; endsAt: string } | null | Unknown
  accounts: CreditAccount[] | Unknown
}

const mostAsked = 20

/** Asks Supabase and Stripe, and changes nothing. A service that refuses makes its part unknown. */
export async function gatherFacts(world: World, address: PersonAddress): Promise<Facts> {
  const { project, env } = world
  const database =
    project === null
      ? { unknown: takes.project }
      : await orUnknown(() => readDatabasePerson(project, address.fold))
  const known = isKnown(database) ? database.rows : []
  const person = openStripePerson(env)
  const stripe =
    person === null
      ? { unknown: takes.stripe }
      : await orUnknown(() => lookAtStripe(person, address, known))
  return {
    address,
    stripe,
    rows: isKnown(database) ? database.rows : await findRows(world, stripe),
    users: isKnown(database) ? database.users : database,
    requests: isKnown(database) ? database.requests : database,
    accounts: isKnown(database) ? database.accounts : database,
  }
}

/** Without the database itself, the rows of those whom Stripe lists. */
async function findRows({ data }: World, stripe: Facts['stripe']): Promise<Facts['rows']> {
  if (data === null || !isKnown(stripe)) return { unknown: takes.project }
  const ids = stripe.customers.map(({ id }) => id)
  return orUnknown(() => readRowsOf(data, ids))
}

async function lookAtStripe(
  person: StripePerson,
  { given, fold }: PersonAddress,
  rows: readonly CustomerRow[],
): Promise<AtStripe> {
  const spellings = [fold, given, ...rows.map(({ email }) => email ?? fold)]
  const { customers, similar, isCut } = await person.listUnder(fold, spellings)
  const { departures, isWhole } = await person.listDepartures(fold)
  const isHere = (id: string) => customers.some((customer) => customer.id === id)
  const unlisted = rows.filter(({ id, livemode }) => livemode === person.livemode && !isHere(id))
  const late: AtStripe['late'] = []
  for (const { id } of unlisted.slice(0, mostAsked)) {
    const found = await person.find(id)
    late.push({ id, now: found === null ? 'unknown' : found === 'deleted' ? found : 'moved' })
  }
  return {
    livemode: person.livemode,
    customers,
    similar,
    isCut,
    departures: departures.filter(({ id }) => !isHere(id)),
    isHistoryWhole: isWhole,
    guestPurchases: await person.countGuestPurchases([fold, given], fold),
    late,
    unasked: unlisted.length - late.length,
  }
}
