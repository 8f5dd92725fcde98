import type { StripeCustomers } from '../../gateways/stripe/customers.ts'
import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { OwnRows } from '../../gateways/supabase/own-rows.ts'
import type { Customer } from '../../rules/customer.ts'
import { isUnderAddress, toRead } from '../../rules/customer.ts'
import type { OwnPage, OwnRow, SpellingQuestion } from '../../rules/links/choose-questions.ts'
import { chooseQuestions } from '../../rules/links/choose-questions.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import type { AccessToken, CustomerId, FoldedAddress } from '../../rules/proved.ts'
import { readCustomers } from './read-customers.ts'

/**
 * What one request may ask Stripe about customers, whatever a stranger planted under the address: with two for those who
 * have more than ten subscriptions, two for product names and one for what the portal allows, it is twelve.
 */
const mostCalls = 7
const mostSubscriptionCalls = 2
/** Reading one customer with all their subscriptions. */
const callsPerRead = 2

type World = {
  customers: StripeCustomers
  rows: OwnRows
  records: CustomerRecords
  livemode: boolean
}

export type OwnCustomers = {
  customers: Customer[]
  /** There may be others that this request did not come to. */
  more: boolean
  /** How many rows to skip to get to them; `null`: ask again as before, for what has been recorded meanwhile. */
  next: number | null
}

/**
 * Customers of a proven address: those that row-level security returned *and* that Stripe's own answer, given now,
 * places under the address. What only Stripe knows is recorded and row-level security asked again: healing writes, it
 * never grants. What only the table knows is read again, and left out if it no longer belongs.
 *
 * @param page what row-level security answered in this request
 * @throws whatever Stripe and the database throw: rows are never enough
 */
export async function findOwnCustomers(
  world: World,
  proof: Proof & { token: AccessToken },
  page: OwnPage,
): Promise<OwnCustomers> {
  const { questions, asked, next } = chooseQuestions(proof.address, page)
  let calls = mostCalls - questions.length
  const spare = { left: mostSubscriptionCalls }
  const list = (question: SpellingQuestion) => world.customers.listByEmail(question, spare)
  const lists = await Promise.all(questions.map(list))
  const found = new Map<CustomerId, Customer>()
  const keep = (customer: Customer) => {
    if (isOurs(world, customer, proof.address)) found.set(customer.id, customer)
  }
  for (const { customers } of lists) customers.forEach(keep)
  const seen = questions.map((question, place) => ({ question, ids: idsOf(lists[place]) }))

  if (page.total === 0 && found.size === 0) {
    calls -= 1
    const searched = await world.customers.searchByEmail(proof.address)
    searched.forEach(keep)
    for (const email of new Set(searched.map(({ email }) => email ?? '')))
      seen.push({ question: { email, from: null, until: null }, ids: new Set(found.keys()) })
  }

  const known = new Set([...page.oldest, ...page.newest].map(({ id }) => id))
  const learn = async (ids: CustomerId[]) => {
    const unknown = ids.filter((id) => !known.has(id))
    if (unknown.length === 0) return []
    for (const id of await world.rows.findOwn(proof.token, unknown)) known.add(id)
    return unknown.filter((id) => !known.has(id))
  }
  const unrecorded = new Set(await learn([...found.keys()]))
  const healed = new Set<CustomerId>()
  if (unrecorded.size > 0) {
    const again = seen
      .filter(({ ids }) => [...unrecorded].some((id) => ids.has(id)))
      .map(({ question }) => question)
      .slice(0, calls)
    calls -= again.length
    // The newer answer, and unlike the search's it has the subscriptions.
    for (const customer of await heal(world, unrecorded, () => Promise.all(again.map(list)))) {
      keep(customer)
      healed.add(customer.id)
    }
    await learn([...unrecorded])
  }

  const late = asked.filter(({ id }) => !found.has(id))
  const reread = late.slice(0, calls / callsPerRead)
  for (const customer of await readLate(world, reread)) keep(customer)

  const customers = [...found.values()].filter(({ id }) => known.has(id))
  // Whether Stripe has others is told only to those whom row-level security shows some.
  const isCut =
    customers.length > 0 && (unrecorded.size > healed.size || lists.some(({ hasMore }) => hasMore))
  return { customers, more: next !== null || late.length > reread.length || isCut, next }
}

type List = Awaited<ReturnType<StripeCustomers['listByEmail']>>

function idsOf(list: List | undefined): Set<CustomerId> {
  return new Set(list?.customers.map(({ id }) => id))
}

function isOurs(world: World, customer: Customer, address: FoldedAddress): boolean {
  return customer.livemode === world.livemode && isUnderAddress(customer, address)
}

/**
 * Records customers that Stripe has and the table lacks. The list that showed them began before any ticket, so they
 * are listed again under one: a read that began after it was taken.
 */
async function heal(
  world: World,
  unrecorded: Set<CustomerId>,
  listAgain: () => Promise<List[]>,
): Promise<Customer[]> {
  const ticket = await world.records.takeReadTicket()
  const again = (await listAgain())
    .flatMap(({ customers }) => customers)
    .filter(({ id }) => unrecorded.has(id))
  await world.records.record(again.map(toRead), ticket)
  return again
}

/** Stripe was asked about these and did not list them: the row is late. */
async function readLate(world: World, late: OwnRow[]): Promise<Customer[]> {
  const customers: Pick<StripeCustomers, 'findCustomer'> = {
    findCustomer: (id) => world.customers.findCustomer(id, 'with subscriptions'),
  }
  const ids = late.map(({ id }) => id)
  const answers = await readCustomers({ ...world, customers }, ids)
  return [...answers.values()].flatMap((answer) =>
    answer.kind === 'customer' ? [answer.customer] : [],
  )
}
