import type { ReturnedSale } from '../../rules/purchases/returned-sale.ts'
import { readsOf } from '../../rules/purchases/returned-sale.ts'
import { toColumns as toCatalogueColumns } from './catalogue-records.ts'
import { toColumns as toCustomerColumns } from './customer-records.ts'
import type { DataApi } from './data-api.ts'
import { parseNumber, parseText } from './parse-answer.ts'
import { toArgument } from './purchase-records.ts'

export type RecordedReturn = {
  /** What each line opens, in their order. */
  access: string[][]
  /** What each line grants, less what was taken back; `null`: not known. */
  credits: (number | null)[]
  /** The purchase's own token, the one time that it is handed out. */
  token: string | null
  /** The end of the account that the order counts for because it named it. */
  countsFor: string | null
  /** Since when it is recorded, in Unix seconds; `null`: nothing was. */
  recordedAt: number | null
  /** The rows say something else, by an earlier read: what was read now is to be read again under a ticket. */
  isBehind: boolean
  /** Something was left out: it can be recorded only together with what was paid and taken back. */
  wantsPayments: boolean
}

/** What a returning buyer's order becomes. Every call: @throws `database_unavailable`, `config_missing` */
export type ReturnRecords = {
  /**
   * Records it with its customer and prices, in one call.
   * @param ticket drawn before the sale was read; 0: none was, and only what isn't there yet is recorded
   * @param bearer to whom the purchase's token is handed out; `null`: to nobody
   */
  recordReturn(
    sale: ReturnedSale,
    ticket: number,
    bearer: ReturnBearer | null,
  ): Promise<RecordedReturn>
  takeReadTicket(): Promise<number>
  /** Counts one id that was not there. Seconds to wait; 0: go on. */
  countMiss(network: string): Promise<number>
}

/** Whoever comes back: all that is known of them is their order. */
export type ReturnBearer = {
  session: string
  /** `client_reference_id`: an order that names an account has no token of its own. */
  reference: string | null
  /** When it was paid, in Unix seconds; `null`: since it is recorded. */
  since: number | null
}

export function createReturnRecords(api: DataApi): ReturnRecords {
  return {
    async recordReturn(sale, ticket, bearer) {
      const name = 'record_return'
      const { customer, products, prices, lines } = sale
      const given = {
        customers: customer === null ? [] : [toCustomerColumns(customer)],
        products: products.map((row) =>
          toCatalogueColumns({ kind: 'product', id: row.stripeProductId, row }, api.livemode),
        ),
        prices: prices.map((row) =>
          toCatalogueColumns({ kind: 'price', id: row.stripePriceId, row }, api.livemode),
        ),
        purchases: readsOf(sale).map(toArgument),
        lines: lines.map(({ price, product }) => ({ price, product })),
        ...(bearer && { bearer: { ...bearer, since: toTime(bearer.since) } }),
      }
      const told = Object(await api.call(name, { mode: api.livemode, given, ticket })) as {
        access?: unknown
        credits?: unknown
        wants_payments?: unknown
        is_behind?: unknown
        token?: unknown
        counts_for?: unknown
        recorded_at?: unknown
      }
      const access = Array.isArray(told.access) ? (told.access as unknown[]) : []
      const credits = Array.isArray(told.credits) ? (told.credits as unknown[]) : []
      return {
        token: typeof told.token === 'string' ? told.token : null,
        countsFor: typeof told.counts_for === 'string' ? told.counts_for : null,
        credits: credits.map((each) => (typeof each === 'number' ? each : null)),
        wantsPayments: told.wants_payments === true,
        access: access.map((names) =>
          Array.isArray(names) ? names.map((each) => parseText(each, name)) : [],
        ),
        recordedAt:
          typeof told.recorded_at === 'string'
            ? Math.floor(Date.parse(told.recorded_at) / 1000)
            : null,
        isBehind: told.is_behind === true,
      }
    },
    async takeReadTicket() {
      const name = 'take_read_ticket'
      return parseNumber(await api.call(name, {}), name)
    },
    async countMiss(network) {
      const name = 'count_session_miss'
      return parseNumber(await api.call(name, { of_network: network }), name)
    },
  }
}

function toTime(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString()
}
