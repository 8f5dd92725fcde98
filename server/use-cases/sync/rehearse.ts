import type { RecordedRow } from '../../gateways/supabase/customer-records.ts'
import type { CustomerRead } from '../../rules/customer.ts'
import type { SyncTables } from './sync-run.ts'

/** What a write would have done to one row. */
export type Change = { id: string; kind: 'new' | 'address changed' | 'deleted' }

/**
 * The same tables, in which nothing is written: every record is compared with the row that is there, and told.
 * Rows that no read met count as unmet, for the sweep, so the ids that were met are kept in memory.
 */
export function rehearse(
  { records, place }: SyncTables,
  tell: (change: Change) => void,
): SyncTables {
  const met = new Set<string>()
  const told = new Set<string>()
  return {
    records: {
      ...records,
      takeReadTicket: async () => Number.MAX_SAFE_INTEGER,
      async record(reads) {
        const rows = await records.listRows(reads.map(({ id }) => id))
        const current = new Map(rows.map((row) => [row.id, row]))
        for (const read of reads) {
          met.add(read.id)
          const kind = changeOf(read, current.get(read.id))
          if (kind === null || told.has(`${read.id} ${kind}`)) continue
          told.add(`${read.id} ${kind}`)
          tell({ id: read.id, kind })
        }
        return new Map(reads.map(({ id }) => [id, { outcome: 'recorded', readTicket: 0 }]))
      },
      async listUnmet(page) {
        const { ids, reached } = await records.listUnmet(page)
        return { ids: ids.filter((id) => !met.has(id)), reached }
      },
    },
    place: {
      // What an interrupted pass met is not known here: a rehearsal lists everything itself.
      readSyncState: async () => ({ ...(await place.readSyncState()), pass: null }),
      saveSyncState: async () => undefined,
      readPassPlace: place.readPassPlace,
      savePassPlace: async () => undefined,
    },
    // What is for sale and what was sold is recorded by the run itself: a rehearsal tells of customers.
    purchases: {
      recordPurchase: async (_, ticket) => ({ outcome: 'recorded', readTicket: ticket }),
      recordPurchases: async (reads, ticket) =>
        reads.map(() => ({ outcome: 'recorded', readTicket: ticket })),
    },
    catalogueRecords: {
      recordCatalogue: async (reads, ticket) =>
        new Map(reads.map(({ kind, id }) => [`${kind} ${id}`, ticket])),
      listUnmet: async () => [],
    },
    // What waits for the clock goes on waiting: a rehearsal lists everything.
    letters: { list: async () => [], drop: async () => undefined },
    counts: { clearWhatIsOver: async () => undefined },
    credits: { beginCredits: async () => undefined, closeCharges: async () => undefined },
  }
}

function changeOf(read: CustomerRead, row: RecordedRow | undefined): Change['kind'] | null {
  if (row === undefined) return read.deleted ? null : 'new'
  if (row.deleted) return null
  if (read.deleted) return 'deleted'
  return row.email === read.email ? null : 'address changed'
}
