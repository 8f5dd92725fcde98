import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { StripeStandIn } from '#local/stripe/index.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { createStripeClient } from '#server/gateways/stripe/client.ts'
import type { StripeCustomers } from '#server/gateways/stripe/customers.ts'
import { createStripeCustomers } from '#server/gateways/stripe/customers.ts'
import type { StripeEventLog } from '#server/gateways/stripe/event-log.ts'
import { createStripeEventLog } from '#server/gateways/stripe/event-log.ts'
import type { StripeCatalogue } from '#server/gateways/stripe/catalogue.ts'
import { createStripeCatalogue } from '#server/gateways/stripe/catalogue.ts'
import type { StripeSalesLists } from '#server/gateways/stripe/sales/lists.ts'
import { createStripeSalesLists } from '#server/gateways/stripe/sales/lists.ts'
import type { StripeSales } from '#server/gateways/stripe/sales/sales.ts'
import { createStripeSales } from '#server/gateways/stripe/sales/sales.ts'
import type { StripeWebhooks } from '#server/gateways/stripe/webhook-signature.ts'
import { createStripeWebhooks } from '#server/gateways/stripe/webhook-signature.ts'
import { createCatalogueRecords } from '#server/gateways/supabase/catalogue-records.ts'
import type { CustomerRecords } from '#server/gateways/supabase/customer-records.ts'
import { createCreditRecords } from '#server/gateways/supabase/credit-records.ts'
import { createCustomerRecords } from '#server/gateways/supabase/customer-records.ts'
import { createDataApi } from '#server/gateways/supabase/data-api.ts'
import { createKeptLetters } from '#server/gateways/supabase/kept-letters.ts'
import { createPurchaseRecords } from '#server/gateways/supabase/purchase-records.ts'
import { createRequestCounts } from '#server/gateways/supabase/request-counts.ts'
import { createSyncPlace } from '#server/gateways/supabase/sync-place.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import type { Tables } from './direct-tables.ts'
import { createDirectTables } from './direct-tables.ts'
import { keepRowLog, type Written } from './row-log.ts'

/** Whose key the server has today. */
export type Day = 'own' | 'other account' | 'other mode'

/** What a handler is given: the real gateways. */
export type Cast = Tables & {
  customers: StripeCustomers
  sales: StripeSales
  catalogue: StripeCatalogue
  lists: StripeSalesLists
  log: StripeEventLog
  webhooks: StripeWebhooks
  livemode: boolean
}

export type Stage = {
  stripe: StripeStandIn
  clock: { seconds: number }
  cast(day: Day, how: { throughDataApi: boolean }): Cast
  /** Replaces what the handlers see of the records; for the tests of the test. */
  patchRecords: ((records: CustomerRecords) => CustomerRecords) | null
  log(): Promise<Written[]>
  rows(): Promise<Written[]>
  /** The ids of which a letter is kept. */
  kept(): Promise<string[]>
  supabase: SupabaseStandIn
  empty(): Promise<void>
  close(): Promise<void>
}

export const webhookSecret = 'whsec_of_the_histories'

const keys: Record<Day, string> = {
  own: 'sk_test_local',
  'other account': 'sk_test_other',
  'other mode': 'sk_live_local',
}

/**
 * The one stage of a test file, empty at the beginning of each test: the Stripe stand-in with a clock of its own, the
 * worker's Postgres, and the real gateways to both.
 */
export function useStage(): Stage {
  const stage = { patchRecords: null } as Stage
  beforeAll(async () => void Object.assign(stage, await open(stage)))
  beforeEach(() => stage.empty())
  afterAll(() => stage.close())
  return stage
}

async function open(stage: Stage): Promise<Omit<Stage, 'patchRecords'>> {
  const supabase = await sharedSupabase()
  const { database, url, publishableKey, secretKey } = supabase
  const clock = { seconds: 0 }
  const stripe = await startStripeStandIn({ now: () => clock.seconds * 1000 })
  const rowLog = await keepRowLog(database)

  const casts = Object.entries(keys).map(([day, key]) => {
    const livemode = day === 'other mode'
    const client = createStripeClient(key, new URL(stripe.url))
    const direct = createDirectTables(database, livemode)
    const api = createDataApi({
      supabaseUrl: url,
      publishableKey,
      secretKey,
      livemode,
      timeout: () => 8000,
    })
    const spoken = {
      rows: direct.rows,
      records: createCustomerRecords(api),
      purchases: createPurchaseRecords(api),
      catalogueRecords: createCatalogueRecords(api),
      place: createSyncPlace(api),
      letters: createKeptLetters(api),
      counts: createRequestCounts(api),
      credits: createCreditRecords(api),
    }
    const shared = {
      livemode,
      customers: createStripeCustomers(client, Date.now),
      sales: createStripeSales(client, Date.now),
      catalogue: createStripeCatalogue(client),
      lists: createStripeSalesLists(client, Date.now),
      log: createStripeEventLog(client),
      webhooks: createStripeWebhooks(client, {
        secrets: [webhookSecret],
        now: () => clock.seconds * 1000,
      }),
    }
    return [day, { shared, direct, spoken }] as const
  })
  const castOf = new Map<string, (typeof casts)[number][1]>(casts)

  return {
    stripe,
    clock,
    supabase,
    cast(day, { throughDataApi }) {
      const { shared, direct, spoken } = castOf.get(day)!
      const tables = throughDataApi ? spoken : direct
      const records = stage.patchRecords?.(tables.records) ?? tables.records
      return { ...shared, ...tables, records }
    },
    log: rowLog.read,
    async rows() {
      const { rows } = await database.query<Written>(
        'select stripe_customer_id as id, email, deleted, livemode from stripe_customers order by 1',
      )
      return rows
    },
    async kept() {
      const { rows } = await database.query<{ id: string }>(
        'select object_id as id from private.kept_letters',
      )
      return rows.map(({ id }) => id)
    },
    async empty() {
      stripe.reset()
      supabase.resetCalls()
      clock.seconds = 1_800_000_000
      await database.exec(
        `delete from stripe_customers; delete from sync_state; delete from private.kept_letters;
         delete from row_log`,
      )
    },
    async close() {
      await rowLog.remove()
      await stripe.close()
    },
  }
}
