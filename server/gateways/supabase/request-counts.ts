import type { FoldedAddress } from '../../rules/proved.ts'
import type { DataApi } from './data-api.ts'
import { parseNumber } from './parse-answer.ts'

/** How often an address asked for its links, and what else is kept for a time only. Every call: @throws `database_unavailable`, `config_missing`. */
export type RequestCounts = {
  /** Counts one request of the address. Seconds to wait; 0: go ahead. */
  countRequest(address: FoldedAddress): Promise<number>
  /** Forgets the addresses whose ten minutes of counting are over, and carts that nobody touched for ninety days. */
  clearWhatIsOver(): Promise<void>
}

export function createRequestCounts(api: DataApi): RequestCounts {
  return {
    async countRequest(address) {
      const name = 'count_link_request'
      return parseNumber(await api.call(name, { of_address: address }), name)
    },
    async clearWhatIsOver() {
      await Promise.all(['clear_link_requests', 'clear_carts'].map((name) => api.call(name, {})))
    },
  }
}
