import type { CustomerTable } from '../gateways/customer-table.ts'
import type { StripeGateway } from '../gateways/stripe.ts'
import { isCustomerId, toRead } from '../rules/customer.ts'
import { readCustomer } from './read-customer.ts'

type World = {
  stripe: StripeGateway
  table: CustomerTable
  livemode: boolean
  now: () => number
}

/** What a run did. `isComplete`: every customer that Stripe had when the backfill began is in the table. */
export type SyncReport = { read: number; isComplete: boolean }

/**
 * Fills the table from Stripe, the newest customers first, and goes on where an earlier run stopped: the place is
 * kept as a moment of creation, because a cursor dies with its customer.
 *
 * @param deadline milliseconds on the world's clock; no page is begun after it
 * @throws whatever Stripe and the database throw; the place is kept up to the last recorded page
 */
export async function syncCustomers(
  world: World,
  { deadline }: { deadline: number },
): Promise<SyncReport> {
  await world.table.clearRequestCounts()
  const state = await world.table.readSyncState()
  if (state.backfilledAt !== null) return { read: 0, isComplete: true }

  const until = state.backfillBefore
  let after: string | null = null
  let read = 0
  while (world.now() < deadline) {
    const ticket = await world.table.takeReadTicket()
    const { customers, hasMore } = await world.stripe.listPage({ until, after })
    const known = customers.filter(({ id }) => isCustomerId(id))
    if (known.length > 0) {
      const outcomes = await world.table.record(known.map(toRead), ticket)
      for (const [id, outcome] of outcomes)
        if (outcome === 'overtaken') await readCustomer(world, id)
    }
    read += known.length
    const last = customers.at(-1)
    if (!hasMore || last === undefined) {
      const backfilledAt = Math.floor(world.now() / 1000)
      await world.table.saveSyncState({ backfillBefore: null, backfilledAt })
      return { read, isComplete: true }
    }
    // Within a run the cursor goes on inside one second; a later run begins again at that second.
    after = last.id
    await world.table.saveSyncState({ backfillBefore: last.created, backfilledAt: null })
  }
  return { read, isComplete: false }
}
