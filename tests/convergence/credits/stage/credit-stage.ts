import { findPostgres, startPostgres, type Postgres } from '#local/real/postgres.ts'
import type { StripeStandIn } from '#local/stripe/index.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'
import { createStripeClient } from '#server/gateways/stripe/client.ts'
import { createStripeCustomers } from '#server/gateways/stripe/customers.ts'
import { createStripeEventLog } from '#server/gateways/stripe/event-log.ts'
import { createStripeCatalogue } from '#server/gateways/stripe/catalogue.ts'
import { createStripeSalesLists } from '#server/gateways/stripe/sales/lists.ts'
import { createStripeReturns } from '#server/gateways/stripe/sales/returns.ts'
import { createStripeSales } from '#server/gateways/stripe/sales/sales.ts'
import { createStripeWebhooks } from '#server/gateways/stripe/webhook-signature.ts'
import { createPurchaseRecords } from '#server/gateways/supabase/purchase-records.ts'
import { createReturnRecords } from '#server/gateways/supabase/return-records.ts'
import type { SalesCast } from '../../sales/stage/sales-stage.ts'
import { directApi } from '../../sales/stage/sales-stage.ts'
import { createDirectTables } from '../../stage/direct-tables.ts'
import { webhookSecret } from '../../stage/stage.ts'
import { notes } from './moves.ts'
import type { Sessions } from './sessions.ts'
import { openSessions } from './sessions.ts'

export const connections = 8

/** The server's real gateways between a Stripe stand-in and a real PostgreSQL with eight connections. */
export type CreditStage = {
  stripe: StripeStandIn
  clock: { seconds: number }
  postgres: Postgres
  /** As the server's key has it. */
  database: Sessions
  /** Who may look at everything. */
  owner: Sessions
  cast: SalesCast
  /** Replaces what handlers see; for the tests of the test. */
  breakRule: ((cast: SalesCast) => SalesCast) | null
  empty(): Promise<void>
  close(): Promise<void>
}

/** The folder of the server's programs; says so, and `null`, where this machine has none. */
export function findServer(): string | null {
  const bin = findPostgres()
  if (bin === null && process.env.CI !== undefined)
    throw new Error('no PostgreSQL server found: apt-get install postgresql')
  if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql)')
  return bin
}

export async function openCreditStage(bin: string): Promise<CreditStage> {
  const postgres = await startPostgres(bin)
  await postgres.own(`
    create table public.lots_log (at bigserial, source text, revoked bigint, done_in xid8 default pg_current_xact_id());
    create function public.note_lot() returns trigger language plpgsql security definer as $$
      begin
        insert into public.lots_log (source, revoked) values (new.source, new.revoked);
        return null;
      end $$;
    create trigger note_lot after insert or update on private.purchases
      for each row when (new.granted > 0) execute function public.note_lot();
    ${notes}`)
  const database = openSessions(postgres, 'service_role', connections)
  const owner = openSessions(postgres, 'postgres', 1)
  const clock = { seconds: 0 }
  const now = () => clock.seconds * 1000
  const stripe = await startStripeStandIn({ now })
  const client = createStripeClient(stripe.apiKey, new URL(stripe.url))
  const direct = directApi(database)
  const cast: SalesCast = {
    ...createDirectTables(database, false),
    livemode: false,
    customers: createStripeCustomers(client, Date.now),
    sales: createStripeSales(client, Date.now),
    catalogue: createStripeCatalogue(client),
    lists: createStripeSalesLists(client, Date.now),
    log: createStripeEventLog(client),
    webhooks: createStripeWebhooks(client, { secrets: [webhookSecret], now }),
    purchases: createPurchaseRecords(direct),
    returns: createStripeReturns(client, Date.now),
    returnRecords: createReturnRecords(direct),
  }
  return {
    stripe,
    clock,
    postgres,
    database,
    owner,
    cast,
    breakRule: null,
    async empty() {
      stripe.reset()
      await owner.run(
        `truncate private.charges, private.purchases, private.accounts, private.credits_since, private.kept_letters,
           public.stripe_customers, public.stripe_prices, public.stripe_products, public.sync_state, public.lots_log, public.moves_log cascade;`,
      )
    },
    async close() {
      database.close()
      owner.close()
      await stripe.close()
      postgres.stop()
    },
  }
}
