import type { CustomerRead } from '../../rules/customer.ts'
import type { CustomerId } from '../../rules/proved.ts'
import { isCustomerId } from '../../rules/proved.ts'
import type { DataApi } from './data-api.ts'
import { unwrap } from './data-api.ts'
import { parseId, parseNumber, parseRows, parseText } from './parse-answer.ts'

/** A row as it is now, whoever may see it. */
export type RecordedRow = { id: CustomerId; email: string | null; deleted: boolean }

/** Live customers of our mode; those that nobody can reach have no address, or one that is not ASCII. */
export type CustomerCounts = {
  customers: number
  addresses: number
  sharedAddresses: number
  unreachable: number
}

/** `reached`: the id to continue after, even if none was found among the rows looked at; `null`: no more rows. */
export type UnmetPage = { ids: CustomerId[]; reached: string | null }

/** What became of a read; `readTicket`: that of the read which the row holds now. */
export type Recorded = { outcome: 'recorded' | 'overtaken' | 'deleted'; readTicket: number }

/**
 * What is kept of customers, whoever they belong to.
 * Every call: @throws `database_unavailable`, or `config_missing` if a key is refused.
 */
export type CustomerRecords = {
  /** Take it before asking Stripe. */
  takeReadTicket(): Promise<number>
  /** Writes what Stripe said, and tells per id what became of it. */
  record(reads: CustomerRead[], ticket: number): Promise<Map<CustomerId, Recorded>>
  /** Ids of live rows of our mode, in order, that were last written before the ticket was taken. */
  listUnmet(page: { ticket: number; after: string; limit: number }): Promise<UnmetPage>
  /** These rows, as far as they are there. Ids of the form that `isCustomerId` takes: they go into a list of PostgREST's. */
  listRows(ids: string[]): Promise<RecordedRow[]>
  countCustomers(): Promise<CustomerCounts>
}

export function createCustomerRecords(api: DataApi): CustomerRecords {
  return {
    takeReadTicket: async () =>
      parseNumber(await api.call('take_read_ticket', {}), 'take_read_ticket'),

    async record(reads, ticket) {
      const name = 'record_customers'
      const rows = parseRows(await api.call(name, { reads: reads.map(toColumns), ticket }), name)
      return new Map(
        rows.map(({ stripe_customer_id, outcome, read_ticket }) => [
          parseId(stripe_customer_id, name, isCustomerId),
          {
            outcome: parseText(outcome, name) as Recorded['outcome'],
            readTicket: parseNumber(read_ticket, name),
          },
        ]),
      )
    },

    async listUnmet({ ticket, after, limit }) {
      const name = 'list_unmet_customers'
      const question = {
        mode: api.livemode,
        before_ticket: ticket,
        after_id: after,
        most: limit,
      }
      const [row] = parseRows(await api.call(name, question), name)
      const ids: unknown = row?.stripe_customer_ids
      return {
        ids: (Array.isArray(ids) ? ids : [ids]).map((id) => parseId(id, name, isCustomerId)),
        reached: row?.reached === null ? null : parseText(row?.reached, name),
      }
    },

    async listRows(ids) {
      const name = 'stripe_customers'
      const answer = await api.select({
        table: name,
        columns: 'stripe_customer_id,email,deleted',
        where: { stripe_customer_id: `in.(${ids.join()})` },
      })
      return parseRows(unwrap(answer, name), name).map((row) => ({
        id: parseId(row.stripe_customer_id, name, isCustomerId),
        email: typeof row.email === 'string' ? row.email : null,
        deleted: row.deleted === true,
      }))
    },

    async countCustomers() {
      const name = 'count_customers'
      const [row] = parseRows(await api.call(name, { mode: api.livemode }), name)
      return {
        customers: parseNumber(row?.customers, name),
        addresses: parseNumber(row?.addresses, name),
        sharedAddresses: parseNumber(row?.shared_addresses, name),
        unreachable: parseNumber(row?.unreachable, name),
      }
    },
  }
}

/** What `record_customers` takes. */
export function toColumns({ id, ...read }: CustomerRead): Record<string, unknown> {
  return { stripe_customer_id: id, ...read }
}
