import type { CatalogueId, CatalogueRead } from '../../rules/offers/catalogue.ts'
import { keyOf } from '../../rules/offers/catalogue.ts'
import type { DataApi } from './data-api.ts'
import { unwrap } from './data-api.ts'
import { parseNumber, parseRows, parseText } from './parse-answer.ts'

/**
 * What is kept of products and prices, in our mode.
 * Every call: @throws `database_unavailable`, or `config_missing` if a key is refused
 */
export type CatalogueRecords = {
  /**
   * Writes what Stripe said where it is newer than the row.
   * @returns by `keyOf`, the ticket of the read that the row holds now
   */
  recordCatalogue(reads: CatalogueRead[], ticket: number): Promise<Map<string, number>>
  /** Ids of active rows that were last written before (Unix seconds), in order, those after an id. */
  listUnmet(page: {
    kind: CatalogueId['kind']
    before: number
    after: string
    limit: number
  }): Promise<string[]>
}

export function createCatalogueRecords(api: DataApi): CatalogueRecords {
  return {
    async recordCatalogue(reads, ticket) {
      if (reads.length === 0) return new Map()
      const name = 'record_catalogue'
      const of = (kind: CatalogueId['kind']) =>
        reads.filter((read) => read.kind === kind).map((read) => toColumns(read, api.livemode))
      const args = { products: of('product'), prices: of('price'), ticket }
      return new Map(
        parseRows(await api.call(name, args), name).map((row) => [
          keyOf({ kind: row.kind as CatalogueId['kind'], id: parseText(row.id, name) }),
          parseNumber(row.read_ticket, name),
        ]),
      )
    },

    async listUnmet({ kind, before, after, limit }) {
      const table = `stripe_${kind}s`
      const column = `stripe_${kind}_id`
      const answer = await api.select({
        table,
        columns: column,
        where: {
          livemode: `is.${api.livemode}`,
          active: 'is.true',
          updated_at: `lt.${new Date(before * 1000).toISOString()}`,
          [column]: `gt.${after}`,
        },
        order: `${column}.asc`,
        range: { skip: 0, most: limit },
      })
      return parseRows(unwrap(answer, table), table).map((row) => parseText(row[column], table))
    },
  }
}

/** As the tables name their columns: `creditsPer100` is `credits_per_100`. */
export function toColumns(read: CatalogueRead, livemode: boolean): Record<string, unknown> {
  const { kind, id, row } = read
  if (row === null) return { [`stripe_${kind}_id`]: id, livemode, active: false, deleted: true }
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`),
      value,
    ]),
  )
}
