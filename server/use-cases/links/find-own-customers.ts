import type { StripeCustomers } from '../../gateways/stripe/customers.ts'
import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { OwnRow, OwnRows } from '../../gateways/supabase/own-rows.ts'
import type { Customer } from '../../rules/customer.ts'
import { isUnderAddress, toRead } from '../../rules/customer.ts'
import { chooseSpellings } from '../../rules/links/choose-spellings.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import type { AccessToken, CustomerId, FoldedAddress } from '../../rules/proved.ts'
import { readCustomers } from '../customers/read-customers.ts'

/** Bounds on what one request may cost the owner at Stripe, whatever a stranger planted under the address. */
const mostReread = 20
const mostHealedSpellings = 10

type World = {
  customers: StripeCustomers
  rows: OwnRows
  records: CustomerRecords
  livemode: boolean
}

/**
 * The customers of a proven address: those that row-level security returned *and* that Stripe's own answer, given
 * now, places under the address. What only Stripe knows is recorded and row-level security asked again: healing
 * writes, it never grants. What only the table knows is read again, and left out if it no longer belongs.
 *
 * @param own what row-level security answered in this request
 * @throws whatever Stripe and the database throw: rows are never enough
 */
export async function findOwnCustomers(
  world: World,
  proof: Proof & { token: AccessToken },
  own: OwnRow[],
): Promise<Customer[]> {
  const { spellings, ids } = chooseSpellings(proof.address, own)
  const [listed, retrieved] = await Promise.all([
    listBySpellings(world, spellings),
    Promise.all(ids.map((id) => world.customers.findCustomer(id, 'with subscriptions'))),
  ])
  const atStripe = new Map<CustomerId, Customer>()
  const keep = (customer: Customer) => {
    if (isOurs(world, customer, proof.address)) atStripe.set(customer.id, customer)
  }
  listed.forEach(keep)
  for (const answer of retrieved) if (answer.kind === 'customer') keep(answer.customer)

  if (own.length === 0 && atStripe.size === 0)
    (await world.customers.searchByEmail(proof.address)).forEach(keep)

  const known = new Set(own.map(({ id }) => id))
  const unrecorded = [...atStripe.values()].filter(({ id }) => !known.has(id))
  if (unrecorded.length > 0) {
    await heal(world, unrecorded)
    for (const { id } of await world.rows.listOwn(proof.token)) known.add(id)
  }

  // Stripe was asked about these and did not list them: the row is late.
  const late = own.filter(
    ({ id, email }) => !atStripe.has(id) && (spellings.includes(email) || ids.includes(id)),
  )
  const reread = await readCustomers(
    {
      ...world,
      customers: { findCustomer: (id) => world.customers.findCustomer(id, 'with subscriptions') },
    },
    late.slice(0, mostReread).map(({ id }) => id),
  )
  for (const answer of reread.values()) if (answer.kind === 'customer') keep(answer.customer)

  return [...atStripe.values()].filter(({ id }) => known.has(id))
}

async function listBySpellings(world: World, spellings: string[]): Promise<Customer[]> {
  return (await Promise.all(spellings.map((email) => world.customers.listByEmail(email)))).flat()
}

function isOurs(world: World, customer: Customer, address: FoldedAddress): boolean {
  return customer.livemode === world.livemode && isUnderAddress(customer, address)
}

/**
 * Records customers that Stripe has and the table lacks. The list that showed them began before any ticket, so they
 * are listed again under one: a read that began after it was taken.
 */
async function heal(world: World, unrecorded: Customer[]): Promise<void> {
  const ids = new Set(unrecorded.map(({ id }) => id))
  const spellings = [...new Set(unrecorded.map(({ email }) => email ?? ''))].slice(
    0,
    mostHealedSpellings,
  )
  const ticket = await world.records.takeReadTicket()
  const again = await listBySpellings(world, spellings)
  await world.records.record(again.filter(({ id }) => ids.has(id)).map(toRead), ticket)
}
