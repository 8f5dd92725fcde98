import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createStripeClient } from '#server/gateways/stripe/client.ts'
import type { StripeReturns } from '#server/gateways/stripe/sales/returns.ts'
import { createStripeReturns } from '#server/gateways/stripe/sales/returns.ts'
import type { DataApi } from '#server/gateways/supabase/data-api.ts'
import { createPurchaseRecords } from '#server/gateways/supabase/purchase-records.ts'
import type { ReturnRecords } from '#server/gateways/supabase/return-records.ts'
import { createReturnRecords } from '#server/gateways/supabase/return-records.ts'
import type { Asked } from '../../stage/direct-tables.ts'
import type { Cast, Stage } from '../../stage/stage.ts'
import { useStage } from '../../stage/stage.ts'
import { keepPurchaseLog } from './purchase-log.ts'

/** What a handler of sales is given: the real gateways, the returning buyer's too. */
export type SalesCast = Cast & { returns: StripeReturns; returnRecords: ReturnRecords }

export type SalesStage = Stage & {
  salesCast(): SalesCast
  /** Replaces what the handlers see; for the tests of the test. */
  breakRule: ((cast: SalesCast) => SalesCast) | null
  purchases: Awaited<ReturnType<typeof keepPurchaseLog>>
  /** Nothing was ever sold. */
  emptySales(): Promise<void>
}

/** The stage of a test file about what is sold, empty at the beginning of each test. */
export function useSalesStage(): SalesStage {
  const stage = useStage() as SalesStage
  beforeAll(async () => {
    const { database } = stage.supabase
    stage.purchases = await keepPurchaseLog(database)
    const client = createStripeClient(stage.stripe.apiKey, new URL(stage.stripe.url))
    const direct = directApi(database)
    const more = {
      purchases: createPurchaseRecords(direct),
      returns: createStripeReturns(client, Date.now),
      returnRecords: createReturnRecords(direct),
    }
    stage.salesCast = () => {
      const cast = { ...stage.cast('own', { throughDataApi: false }), ...more }
      return stage.breakRule?.(cast) ?? cast
    }
    stage.emptySales = async () => {
      await stage.empty()
      await database.exec(
        'delete from private.purchases; delete from private.accounts; delete from purchase_log',
      )
    }
  })
  beforeEach(async () => {
    stage.breakRule = null
    await stage.emptySales()
  })
  afterAll(() => stage.purchases.remove())
  return stage
}

/** The real functions without the Data API between, which takes ten times as long. */
export function directApi(database: Asked): DataApi {
  const unused = () => Promise.reject(new Error('no handler of a history asks that'))
  return {
    livemode: false,
    select: unused,
    selectOwn: unused,
    callOwn: unused,
    async call(name, args) {
      const named = Object.keys(args).map((key, at) => `${key} => $${at + 1}`)
      const values = Object.values(args).map((value) =>
        typeof value === 'object' ? JSON.stringify(value) : value,
      )
      const { rows } = await database.query<{ told: unknown }>(
        `select ${name}(${named.join()}) as told`,
        values,
      )
      return rows[0]!.told
    },
  }
}
