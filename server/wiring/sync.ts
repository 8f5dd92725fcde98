import { setTimeout } from 'node:timers/promises'
import { createStripeCatalogue } from '../gateways/stripe/catalogue.ts'
import { createStripeCustomers } from '../gateways/stripe/customers.ts'
import { createStripeEventLog } from '../gateways/stripe/event-log.ts'
import { createStripeSalesLists } from '../gateways/stripe/sales/lists.ts'
import { createStripeSales } from '../gateways/stripe/sales/sales.ts'
import { createCatalogueRecords } from '../gateways/supabase/catalogue-records.ts'
import { createCreditRecords } from '../gateways/supabase/credit-records.ts'
import { createCustomerRecords } from '../gateways/supabase/customer-records.ts'
import { createKeptLetters } from '../gateways/supabase/kept-letters.ts'
import { createPurchaseRecords } from '../gateways/supabase/purchase-records.ts'
import { createRequestCounts } from '../gateways/supabase/request-counts.ts'
import { createSyncPlace } from '../gateways/supabase/sync-place.ts'
import { routeEvent, subjects } from '../use-cases/events/route-event.ts'
import { syncCustomers } from '../use-cases/sync/sync-customers.ts'
import type { SyncOrder, SyncTables } from '../use-cases/sync/sync-run.ts'
import type { Shared } from './shared.ts'
import { callMilliseconds, openDataApi } from './shared.ts'

export type TimedSyncOrder = Omit<SyncOrder, 'hasTime'> & {
  /** When it must have ended; calls are cut short to keep it. `null`: whenever it is done. */
  budgetSeconds: number | null
  /** Aborted: no further call is begun, and the place is kept. */
  signal?: AbortSignal
  /** What to write to instead of the tables: `rehearse` makes one that writes nothing. */
  instead?: (tables: SyncTables) => SyncTables
}

export type SyncGateway = ReturnType<typeof wireSync>

/** A run with a budget begins nothing in its last seconds. */
const lastCallMilliseconds = 3000

/** The synchronization. */
export function wireSync({ config, client, livemode, records, now }: Shared) {
  return {
    countCustomers: () => records.countCustomers(),
    syncCustomers({ budgetSeconds, signal, instead, ...order }: TimedSyncOrder) {
      const endsAt = now() + (budgetSeconds ?? Infinity) * 1000
      const timeout = () => Math.max(1, Math.min(callMilliseconds, endsAt - now()))
      const limits = () => ({
        timeout: timeout(),
        maxNetworkRetries: budgetSeconds === null ? 2 : 0,
      })
      const api = openDataApi(config, timeout)
      const tables = {
        records: createCustomerRecords(api),
        purchases: createPurchaseRecords(api),
        catalogueRecords: createCatalogueRecords(api),
        credits: createCreditRecords(api),
        place: createSyncPlace(api),
        letters: createKeptLetters(api),
        counts: createRequestCounts(api),
      }
      const world = {
        now,
        sleep: (milliseconds: number) => setTimeout(milliseconds),
        livemode,
        route: routeEvent,
        subjects,
        customers: createStripeCustomers(client, now, limits),
        sales: createStripeSales(client, now, limits),
        lists: createStripeSalesLists(client, now, limits),
        catalogue: createStripeCatalogue(client, limits),
        log: createStripeEventLog(client, limits),
        ...(instead?.(tables) ?? tables),
      }
      const hasTime = (after: number) =>
        signal?.aborted !== true && now() + after + lastCallMilliseconds < endsAt
      return syncCustomers(world, { ...order, hasTime })
    },
  }
}
