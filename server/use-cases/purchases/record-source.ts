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
 * @param read what to record, with its payments if they are wanted; `null`: nothing of it counts (yet)
 * @throws `database_unavailable` if a read was overtaken five times; whatever Stripe and the database throw
 */
export async function recordSource(
  world: SubjectWorld,
  first: number,
  read: (withPayments: boolean) => Promise<PurchaseRead | null>,
): Promise<void> {
  let withPayments = false
  for (let reads = 0; reads < mostReads; reads += 1) {
    const ticket = reads === 0 ? first : await world.records.takeReadTicket()
    const found = await read(withPayments)
    if (found === null) return
    const held = await recordRead(world, found, ticket)
    if (held !== null && held >= first) return
    withPayments ||= held === null
  }
  throw new GatewayError(
    'database_unavailable',
    `others were writing a purchase each of the ${mostReads} times it was read`,
  )
}

/**
 * Records what one list said, in one call if nobody else is writing any of it.
 * @returns what has to be read again: its rows hold an older read, or it has to be read with its payments
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
    const held =
      told === undefined || told.outcome === 'customer_unknown'
        ? await recordRead(world, read, ticket)
        : heldBy(told)
    if (held === null || held < ticket) late.push(read)
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

/**
 * Records one read, its customer first where the table doesn't know them.
 * @returns the ticket of the read that the rows hold; `null`: it has to be read with its payments
 */
export async function recordRead(
  world: SubjectWorld,
  read: PurchaseRead,
  ticket: number,
): Promise<number | null> {
  const told = await world.purchases.recordPurchase(read, ticket)
  if (told.outcome !== 'customer_unknown') return heldBy(told)
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
  return heldBy(again)
}

function heldBy(told: Exclude<PurchaseOutcome, { outcome: 'customer_unknown' }>): number | null {
  return told.outcome === 'payments_wanted' ? null : told.readTicket
}
