import type { CustomerTable, StandingRow } from '../../gateways/supabase/customer-table.ts'
import type { CustomerRead } from '../../rules/customer.ts'

/** What a write would have done to one row. */
export type Change = { id: string; kind: 'new' | 'address changed' | 'deleted' }

/**
 * The same table, in which nothing is written: every record is compared with what stands there and told.
 * Rows that no read met count as unmet, for the sweep, so the ids that were met are kept in memory.
 */
export function rehearse(table: CustomerTable, tell: (change: Change) => void): CustomerTable {
  const met = new Set<string>()
  const told = new Set<string>()
  return {
    ...table,
    takeReadTicket: async () => Number.MAX_SAFE_INTEGER,
    async record(reads) {
      const standing = new Map(
        (await table.listRows(reads.map((read) => read.stripe_customer_id))).map((row) => [
          row.id,
          row,
        ]),
      )
      for (const read of reads) {
        const id = read.stripe_customer_id
        met.add(id)
        const kind = changeOf(read, standing.get(id))
        if (kind === null || told.has(`${id} ${kind}`)) continue
        told.add(`${id} ${kind}`)
        tell({ id, kind })
      }
      return new Map(reads.map((read) => [read.stripe_customer_id, 'recorded']))
    },
    async listUnmet(page) {
      const { ids, reached } = await table.listUnmet(page)
      return { ids: ids.filter((id) => !met.has(id)), reached }
    },
    // What an interrupted pass met is not known here: a rehearsal lists everything itself.
    readSyncState: async () => ({ ...(await table.readSyncState()), pass: null }),
    saveSyncState: async () => undefined,
    clearRequestCounts: async () => undefined,
  }
}

function changeOf(read: CustomerRead, row: StandingRow | undefined): Change['kind'] | null {
  if (row === undefined) return read.deleted ? null : 'new'
  if (row.deleted) return null
  if (read.deleted) return 'deleted'
  return row.email === read.email ? null : 'address changed'
}
