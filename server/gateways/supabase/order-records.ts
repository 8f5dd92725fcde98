import type { GoneOffer } from '../../contract/offers.ts'
import type { OfferedPrice } from '../../rules/checkout/offered-price.ts'
import type { AccessToken, FoldedAddress } from '../../rules/proved.ts'
import type { DataApi } from './data-api.ts'
import { parseRows, parseText } from './parse-answer.ts'

/** What an order needs of the database. Every call: @throws `database_unavailable`, `config_missing` */
export type OrderRecords = {
  /** Those of the prices that are on offer in our mode, as far as is recorded, and what isn't. */
  findLines(prices: readonly string[]): Promise<{ prices: OfferedPrice[]; gone: GoneOffer[] }>
  /** Whether there is an account of this id in our mode. */
  hasAccount(id: string): Promise<boolean>
  /**
   * The account of the proven address, made if it isn't there; `null`: the database finds nothing proven, as after a
   * change of the address.
   * @throws also `token_invalid`
   */
  findOwnAccount(token: AccessToken, address: FoldedAddress): Promise<string | null>
  /** Sessions that the account began here with proof, newest first. */
  listProven(account: string): Promise<string[]>
  /** Keeps one more of them, and forgets those that are over. `completed`: never to be forgotten. */
  noteProven(account: string, order: ProvenOrder): Promise<void>
}

export type ProvenOrder = { session: string; completed: string | null; over: string[] }

export function createOrderRecords(api: DataApi): OrderRecords {
  const { livemode } = api
  return {
    async findLines(prices) {
      const name = 'order_lines'
      const answer = objectOf(await api.call(name, { mode: livemode, prices }))
      return {
        prices: parseRows(answer.lines, name).map(toPrice),
        gone: parseRows(answer.gone, name) as GoneOffer[],
      }
    },

    async hasAccount(id) {
      const name = 'account_of'
      const { outcome } = objectOf(await api.call(name, { account: id, live: livemode }))
      return parseText(outcome, name) === 'found'
    },

    async findOwnAccount(token, address) {
      const name = 'my_account'
      const told = objectOf(await api.callOwn(token, name, { live: livemode }))
      if (parseText(told.outcome, name) !== 'found' || told.address !== address) return null
      return parseText(told.account, name)
    },

    async listProven(account) {
      const name = 'list_proven_orders'
      const sessions: unknown = await api.call(name, { of_account: account })
      return parseRows(sessions, name).map((session) => parseText(session, name))
    },

    async noteProven(account, { session, completed, over }) {
      const args = { of_account: account, of_session: session, completed, over }
      await api.call('note_proven_order', args)
    },
  }
}

/** The function builds each line, and names its fields as SQL does. */
function toPrice(row: Record<string, unknown>): OfferedPrice {
  const { price, interval_count, is_custom, trial_days, ...fields } = row
  return {
    ...fields,
    id: price,
    intervalCount: interval_count,
    isCustom: is_custom,
    // Only Stripe knows.
    isMetered: false,
    trialDays: trial_days,
  } as OfferedPrice
}

function objectOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>
}
