import { customerSubject } from '#server/use-cases/customers/customer-subject.ts'
import { routeEvent } from '#server/use-cases/events/route-event.ts'
import { purchaseSubject } from '#server/use-cases/purchases/purchase-subject.ts'
import type { Errand } from '#server/use-cases/subject.ts'
import { syncCustomers } from '#server/use-cases/sync/sync-customers.ts'
import type { SyncReport } from '#server/use-cases/sync/sync-run.ts'
import type { SalesCast } from './sales-stage.ts'

/**
 * One run of the clock, without the catalogue.
 * @param order.isDeaf no event tells it anything: only the lists are left
 * @param order.calls for how many calls there is time; `null`: for all of them
 */
export function synchronizeSales(
  cast: SalesCast,
  clock: { seconds: number },
  order: { isFull: boolean; isDeaf: boolean; calls?: number | null },
): Promise<SyncReport> {
  let left = order.calls ?? Infinity
  const ignored: Errand = { kind: 'ignored' }
  return syncCustomers(
    {
      ...cast,
      route: order.isDeaf ? () => ignored : routeEvent,
      subjects: [customerSubject, purchaseSubject],
      now: () => clock.seconds * 1000,
      sleep: () => Promise.resolve(),
    },
    {
      isFull: order.isFull,
      hasTime: () => (left -= 1) >= 0,
      perSecond: { backfill: 1e9, upkeep: 1e9 },
    },
  )
}
