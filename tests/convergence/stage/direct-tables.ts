import type { Recorded } from '#server/gateways/supabase/customer-records.ts'
import { toColumns } from '#server/gateways/supabase/customer-records.ts'
import type { KeptLetters } from '#server/gateways/supabase/kept-letters.ts'
import { toColumns as toLetter } from '#server/gateways/supabase/kept-letters.ts'
import type { OwnRows } from '#server/gateways/supabase/own-rows.ts'
import type { OwnRow } from '#server/rules/links/choose-questions.ts'
import type { PurchaseOutcome } from '#server/gateways/supabase/purchase-records.ts'
import { toArgument } from '#server/gateways/supabase/purchase-records.ts'
import {
  formatPassPlace,
  formatSyncState,
  parsePassPlace,
  parseSyncState,
} from '#server/gateways/supabase/sync-place.ts'
import type { CustomerId } from '#server/rules/proved.ts'
import type { SyncTables } from '#server/use-cases/sync/sync-run.ts'

export type Tables = SyncTables & { rows: OwnRows; letters: KeptLetters }

/** A database, as far as it is asked here. */
export type Asked = {
  query<Row>(sql: string, params?: unknown[]): Promise<{ rows: Row[] }>
}

/**
 * The real functions and tables without the Data API between, which takes ten times as long. A visitor's token is their
 * address here; what row-level security shows them has its own tests.
 */
export function createDirectTables(database: Asked, livemode: boolean): Tables {
  async function ask<Row>(sql: string, ...params: unknown[]): Promise<Row[]> {
    return (await database.query<Row>(sql, params)).rows
  }
  const unused = () => Promise.reject(new Error('no handler of a history asks that'))
  return {
    rows: {
      async listOwn(address, skip) {
        const oldest = await ask<OwnRow>(
          `select stripe_customer_id as id, email, extract(epoch from created_at)::int as created
           from stripe_customers
           where address = $1 and livemode = $2 and not deleted order by created_at, 1`,
          address,
          livemode,
        )
        return { oldest, newest: [], skipped: skip, total: oldest.length }
      },
      async findOwn(address, ids) {
        const rows = await ask<{ id: CustomerId }>(
          `select stripe_customer_id as id from stripe_customers
           where address = $1 and livemode = $2 and not deleted and stripe_customer_id = any($3)`,
          address,
          livemode,
          ids,
        )
        return rows.map(({ id }) => id)
      },
    },
    records: {
      async takeReadTicket() {
        const [row] = await ask<{ ticket: number }>('select take_read_ticket() as ticket')
        return row!.ticket
      },
      async record(reads, ticket) {
        const rows = await ask<{ id: CustomerId } & Recorded>(
          `select stripe_customer_id as id, outcome, read_ticket as "readTicket"
           from record_customers($1, $2)`,
          JSON.stringify(reads.map(toColumns)),
          ticket,
        )
        return new Map(rows.map(({ id, ...recorded }) => [id, recorded]))
      },
      async listUnmet({ ticket, after, limit }) {
        const [row] = await ask<{ ids: CustomerId[]; reached: string | null }>(
          'select stripe_customer_ids as ids, reached from list_unmet_customers($1, $2, $3, $4)',
          livemode,
          ticket,
          after,
          limit,
        )
        return row!
      },
      listRows: unused,
      countCustomers: unused,
    },
    purchases: {
      async recordPurchase(read, ticket) {
        const [row] = await ask<{ told: PurchaseOutcome }>(
          `select json_build_object('outcome', told ->> 'outcome', 'readTicket', (told ->> 'read_ticket')::bigint) as told
           from record_purchase($1, $2, $3) as told`,
          livemode,
          JSON.stringify(toArgument(read)),
          ticket,
        )
        return row!.told
      },
      async recordPurchases(reads, ticket) {
        const [row] = await ask<{ told: { outcome: string; read_ticket: number }[] }>(
          'select record_purchases($1, $2, $3) as told',
          livemode,
          JSON.stringify(reads.map(toArgument)),
          ticket,
        )
        return row!.told.map(
          ({ outcome, read_ticket: readTicket }) => ({ outcome, readTicket }) as PurchaseOutcome,
        )
      },
    },
    place: {
      async readSyncState() {
        const [row] = await ask<{ state: Record<string, unknown> }>(
          "select to_json(kept) as state from sync_state as kept where livemode = $1 and subject = 'customers'",
          livemode,
        )
        return parseSyncState(row?.state)
      },
      async readPassPlace(subject) {
        const [row] = await ask<{ state: Record<string, unknown> }>(
          'select to_json(kept) as state from sync_state as kept where livemode = $1 and subject = $2',
          livemode,
          subject,
        )
        return parsePassPlace(row?.state)
      },
      async savePassPlace(subject, place) {
        await ask(
          'select save_pass_place($1, $2, $3)',
          livemode,
          subject,
          JSON.stringify(formatPassPlace(place)),
        )
      },
      async saveSyncState(state) {
        await ask(
          'select save_sync_state($1, $2)',
          livemode,
          JSON.stringify(formatSyncState(state)),
        )
      },
    },
    letters: {
      async keep(subject, letters, ticket) {
        const given = JSON.stringify(letters.map(toLetter))
        await ask('select keep_letters($1, $2, $3, $4)', livemode, subject, given, ticket)
      },
      list: (subject, most) =>
        ask(
          `select object_id as id, extract(epoch from object_created_at)::int as "createdAt"
           from list_kept_letters($1, $2, $3)`,
          livemode,
          subject,
          most,
        ),
      async drop(subject, ids, ticket) {
        await ask('select drop_kept_letters($1, $2, $3, $4)', livemode, subject, ids, ticket)
      },
    },
    // No history sells anything.
    catalogueRecords: { recordCatalogue: async () => new Map(), listUnmet: async () => [] },
    counts: { clearWhatIsOver: () => Promise.resolve() },
    credits: { beginCredits: () => Promise.resolve(), closeCharges: () => Promise.resolve() },
  }
}
