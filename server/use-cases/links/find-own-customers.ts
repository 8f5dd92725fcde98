import type { CustomerTable, OwnRow } from '../../gateways/supabase/customer-table.ts'
import type { StripeGateway } from '../../gateways/stripe/customers.ts'
import { chooseSpellings } from '../../rules/links/choose-spellings.ts'
import type { Customer } from '../../rules/customer.ts'
import { isCustomerId, isUnderAddress, toRead } from '../../rules/customer.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import { readCustomers } from '../customers/read-customers.ts'

/** Bounds on what one request may cost the owner at Stripe, whatever a stranger planted under the address. */
const mostReread = 20
const mostHealedSpellings = 10

type World = { stripe: StripeGateway; table: CustomerTable; livemode: boolean }

/**
 * The customers of a proven address: those that row-level security returned *and* that Stripe's own answer, given
 * now, places under the address. What only Stripe knows is recorded and row-level security asked again: healing
 * writes, it never grants. What only the table knows is read again, and left out where it belongs no more.
 *
 * @param rows what row-level security answered in this request
 * @throws whatever Stripe and the database throw: rows alone are never enough
 */
export async function findOwnCustomers(
  world: World,
  proof: Proof & { token: string },
  rows: OwnRow[],
): Promise<Customer[]> {
  const { spellings, ids } = chooseSpellings(proof.address, rows)
  const [listed, retrieved] = await Promise.all([
    listBySpellings(world, spellings),
    Promise.all(ids.map((id) => world.stripe.findCustomer(id, 'with subscriptions'))),
  ])
  const atStripe = new Map<string, Customer>()
  const keep = (customer: Customer) => {
    if (isOurs(world, customer, proof.address)) atStripe.set(customer.id, customer)
  }
  listed.forEach(keep)
  for (const answer of retrieved) if (answer.kind === 'customer') keep(answer.customer)

  if (rows.length === 0 && atStripe.size === 0)
    (await world.stripe.searchByEmail(proof.address)).forEach(keep)

  const known = new Set(rows.map(({ id }) => id))
  const unrecorded = [...atStripe.values()].filter(({ id }) => !known.has(id))
  if (unrecorded.length > 0) {
    await heal(world, unrecorded)
    for (const { id } of await world.table.listOwn(proof.token)) known.add(id)
  }

  // Asked about, and Stripe did not say so: the row is late.
  const late = rows.filter(
    ({ id, email }) => !atStripe.has(id) && (spellings.includes(email) || ids.includes(id)),
  )
  const reread = await readCustomers(
    {
      ...world,
      stripe: { findCustomer: (id) => world.stripe.findCustomer(id, 'with subscriptions') },
    },
    late.slice(0, mostReread).map(({ id }) => id),
  )
  for (const answer of reread.values()) if (answer.kind === 'customer') keep(answer.customer)

  return [...atStripe.values()].filter(({ id }) => known.has(id))
}

async function listBySpellings(world: World, spellings: string[]): Promise<Customer[]> {
  return (await Promise.all(spellings.map((email) => world.stripe.listByEmail(email)))).flat()
}

function isOurs(world: World, customer: Customer, address: string): boolean {
  return (
    customer.livemode === world.livemode &&
    isCustomerId(customer.id) &&
    isUnderAddress(customer, address)
  )
}

/**
 * Records customers that Stripe has and the table lacks. The list that showed them began before any ticket, so they
 * are listed again under one: a read that began after it was drawn.
 */
async function heal(world: World, unrecorded: Customer[]): Promise<void> {
  const ids = new Set(unrecorded.map(({ id }) => id))
  const spellings = [...new Set(unrecorded.map(({ email }) => email ?? ''))].slice(
    0,
    mostHealedSpellings,
  )
  const ticket = await world.table.takeReadTicket()
  const again = await listBySpellings(world, spellings)
  await world.table.record(again.filter(({ id }) => ids.has(id)).map(toRead), ticket)
}
