import { GatewayError } from '../../errors.ts'
import type { PurchaseOutcome } from '../../gateways/supabase/purchase-records.ts'
import { isCustomerId } from '../../rules/proved.ts'
import type { PurchaseRead } from '../../rules/purchases/sale.ts'
import { readCustomers } from '../customers/read-customers.ts'
import type { SubjectWorld } from '../subject.ts'

const mostReads = 5

/**
 * Reads one source at Stripe and records it: ticket, read, record. If another reader was faster and began after this
 * one, it is done; else it is read again.
 *
 * @param first the first ticket: after whatever the source is read for
 * @param read what to record; `null`: nothing of it counts (yet)
 * @throws `database_unavailable` if a read was overtaken five times; whatever Stripe and the database throw
 */
export async function recordSource(
  world: SubjectWorld,
  first: number,
  read: () => Promise<PurchaseRead | null>,
): Promise<void> {
  for (let reads = 0; reads < mostReads; reads += 1) {
    const ticket = reads === 0 ? first : await world.records.takeReadTicket()
    const found = await read()
    if (found === null || (await recordRead(world, found, ticket)) >= first) return
  }
  throw new GatewayError(
    'database_unavailable',
    `others were writing a purchase each of the ${mostReads} times it was read`,
  )
}

/**
 * Records what one list said, in one call if nobody else is writing any of it.
 * @returns what has to be read again: its rows hold an older read
 */
export async function recordReads(
  world: SubjectWorld,
  reads: PurchaseRead[],
  ticket: number,
): Promise<PurchaseRead[]> {
  const together = await recordTogether(world, reads, ticket)
  const late: PurchaseRead[] = []
  for (const [at, read] of reads.entries()) {
    const told = together[at]
    const isTold = told !== undefined && told.outcome !== 'customer_unknown'
    const held = isTold ? told.readTicket : await recordRead(world, read, ticket)
    if (held < ticket) late.push(read)
  }
  return late
}

/** Nothing is told where it failed: one that can't be written must not keep the others from it. */
async function recordTogether(
  world: SubjectWorld,
  reads: PurchaseRead[],
  ticket: number,
): Promise<PurchaseOutcome[]> {
  if (reads.length === 0) return []
  try {
    return await world.purchases.recordPurchases(reads, ticket)
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'database_unavailable') return []
    throw error
  }
}

/** Records one read, its customer first where the table doesn't know them. @returns the ticket of the read that the rows hold */
export async function recordRead(
  world: SubjectWorld,
  read: PurchaseRead,
  ticket: number,
): Promise<number> {
  const told = await world.purchases.recordPurchase(read, ticket)
  if (told.outcome !== 'customer_unknown') return told.readTicket
  const { customer } = read
  const answers = isCustomerId(customer) ? await readCustomers(world, [customer]) : new Map()
  const again = await world.purchases.recordPurchase(
    // A customer that this key doesn't know stands for nobody: the sale is a guest's.
    [...answers.values()].some(({ kind }) => kind !== 'unknown')
      ? read
      : { ...read, customer: null },
    ticket,
  )
  if (again.outcome === 'customer_unknown')
    throw new GatewayError('database_unavailable', 'the customer of a purchase was not recorded')
  return again.readTicket
}
