import type { Payment, PurchaseLine, PurchaseRead } from '../../rules/purchases/sale.ts'
import { isCustomerId } from '../../rules/proved.ts'
import type { DataApi } from './data-api.ts'
import { parseRows, parseText } from './parse-answer.ts'

/** What became of a read; `readTicket`: that of the read which the rows hold now. */
export type PurchaseOutcome =
  | { outcome: 'recorded'; readTicket: number }
  | { outcome: 'overtaken'; readTicket: number }
  /** Its customer has no row yet, and nothing was written: record the customer first. */
  | { outcome: 'customer_unknown' }
  /** Credits depend on what was paid and taken back, and nothing was written: read it with its payments. */
  | { outcome: 'payments_wanted' }

/** What is kept of sales. @throws `database_unavailable`, or `config_missing` if a key is refused */
export type PurchaseRecords = {
  /** Writes what Stripe said of one source, if its rows were last written before the ticket was drawn. */
  recordPurchase(read: PurchaseRead, ticket: number): Promise<PurchaseOutcome>
  /** The same for many, all or none, by one call; what became of each, in their order. */
  recordPurchases(reads: PurchaseRead[], ticket: number): Promise<PurchaseOutcome[]>
}

export function createPurchaseRecords(api: DataApi): PurchaseRecords {
  return {
    async recordPurchase(read, ticket) {
      const name = 'record_purchase'
      const args = { mode: api.livemode, read: toArgument(read), ticket }
      return parseOutcome(await api.call(name, args), name)
    },
    async recordPurchases(reads, ticket) {
      const name = 'record_purchases'
      const args = { mode: api.livemode, reads: reads.map(toArgument), ticket }
      return parseRows(await api.call(name, args), name).map((told) => parseOutcome(told, name))
    },
  }
}

function parseOutcome(told: unknown, name: string): PurchaseOutcome {
  const { outcome, read_ticket: readTicket } = Object(told) as {
    outcome?: unknown
    read_ticket?: unknown
  }
  if (outcome === 'customer_unknown' || outcome === 'payments_wanted') return { outcome }
  return {
    outcome: parseText(outcome, name) as 'recorded' | 'overtaken',
    readTicket: typeof readTicket === 'number' ? readTicket : 0,
  }
}

/** What `record_purchase` takes. A customer whose id the table can't hold counts as a guest. */
export function toArgument(read: PurchaseRead): Record<string, unknown> {
  const { lines, customer, paidAt, payments, isListed, ...rest } = read
  return {
    ...rest,
    customer: isCustomerId(customer) ? customer : null,
    paid_at: paidAt === null ? null : formatTime(paidAt),
    payments: payments && toSums(payments),
    is_listed: isListed,
    lines: lines.map(toColumns),
  }
}

function toSums(payments: readonly Payment[]): Record<string, number> {
  return {
    captured: payments.reduce((sum, { captured }) => sum + captured, 0),
    taken_back: payments.reduce((sum, { refunded, disputed }) => sum + refunded + disputed, 0),
  }
}

function toColumns(line: PurchaseLine): Record<string, unknown> {
  const { id, startsAt, endsAt, accessUntil, money, ...rest } = line
  const { isProrated, ...amounts } = money ?? {}
  return {
    ...rest,
    ...amounts,
    is_prorated: isProrated,
    line: id,
    starts_at: formatTime(startsAt),
    ends_at: endsAt === null ? null : formatTime(endsAt),
    access_until: accessUntil === 'forever' ? 'infinity' : accessUntil && formatTime(accessUntil),
  }
}

function formatTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
