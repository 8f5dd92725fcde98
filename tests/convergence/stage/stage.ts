import type { StripeStandIn } from '#local/stripe/index.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import type { CustomerTable } from '#server/gateways/supabase/customer-table.ts'
import { createCustomerTable } from '#server/gateways/supabase/customer-table.ts'
import { loadStripeClient } from '#server/gateways/stripe/client.ts'
import type { StripeEvents } from '#server/gateways/stripe/webhook-signature.ts'
import { createStripeEvents } from '#server/gateways/stripe/webhook-signature.ts'
import type { StripeGateway } from '#server/gateways/stripe/customers.ts'
import { createStripeGateway } from '#server/gateways/stripe/customers.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { createDirectTable } from './direct-table.ts'
import { keepRowLog, type Written } from './row-log.ts'

/** Whose key the server has today. */
export type Day = 'own' | 'other account' | 'other mode'

/** What a handler is given: the real gateways. */
export type Cast = {
  stripe: StripeGateway
  events: StripeEvents
  table: CustomerTable
  livemode: boolean
}

export type Stage = {
  stripe: StripeStandIn
  clock: { seconds: number }
  cast(day: Day, how: { throughDataApi: boolean }): Cast
  /** Replaces what of the table the handlers see; for the tests of the test. */
  patchTable: ((table: CustomerTable) => CustomerTable) | null
  log(): Promise<Written[]>
  rows(): Promise<Written[]>
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

/** The Stripe stand-in with a clock of its own, the worker's Postgres, and the real gateways to both. */
export async function openStage(): Promise<Stage> {
  const supabase = await sharedSupabase()
  const { database, url, publishableKey, secretKey } = supabase
  const clock = { seconds: 0 }
  const stripe = await startStripeStandIn({ now: () => clock.seconds * 1000 })
  const rowLog = await keepRowLog(database)

  const casts = Object.entries(keys).map(([day, key]) => {
    const livemode = day === 'other mode'
    const client = loadStripeClient(key, new URL(stripe.url))
    const direct = createDirectTable(database, livemode)
    const spoken = createCustomerTable({
      supabaseUrl: url,
      publishableKey,
      secretKey,
      livemode,
      timeout: () => 8000,
    })
    const shared = {
      livemode,
      stripe: createStripeGateway(client),
      events: createStripeEvents(client, {
        secrets: [webhookSecret],
        now: () => clock.seconds * 1000,
      }),
    }
    return [day, { ...shared, direct, spoken: { ...spoken, listOwn: direct.listOwn } }] as const
  })
  const castOf = new Map<string, (typeof casts)[number][1]>(casts)

  const stage: Stage = {
    stripe,
    clock,
    supabase,
    patchTable: null,
    cast(day, { throughDataApi }) {
      const { direct, spoken, ...rest } = castOf.get(day)!
      const table = throughDataApi ? spoken : direct
      return { ...rest, table: stage.patchTable?.(table) ?? table }
    },
    log: rowLog.read,
    async rows() {
      const { rows } = await database.query<Written>(
        'select stripe_customer_id as id, email, deleted, livemode from stripe_customers order by 1',
      )
      return rows
    },
    async empty() {
      stripe.reset()
      supabase.resetCalls()
      clock.seconds = 1_800_000_000
      await database.exec(
        'delete from stripe_customers; delete from sync_state; delete from row_log',
      )
    },
    async close() {
      await rowLog.remove()
      await stripe.close()
    },
  }
  return stage
}
