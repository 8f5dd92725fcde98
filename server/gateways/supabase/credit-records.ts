import type { DataApi } from './data-api.ts'

/** What the clock does for credits. Every call: @throws `database_unavailable`, `config_missing`. */
export type CreditRecords = {
  /** What is paid from then on grants credits, unless that was said before. @param at Unix seconds */
  beginCredits(at: number): Promise<void>
  /** Voids charges that stayed open for an hour, and adds up and deletes what is older than ninety days. */
  closeCharges(): Promise<void>
}

export function createCreditRecords(api: DataApi): CreditRecords {
  return {
    async beginCredits(at) {
      const args = { mode: api.livemode, at: new Date(at * 1000).toISOString() }
      await api.call('begin_credits', args)
    },
    async closeCharges() {
      await api.call('close_charges', {})
    },
  }
}
