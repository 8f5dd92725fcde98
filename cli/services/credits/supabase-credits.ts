import { askProject } from '../wire/ask-project.ts'
import type { ProjectKeys } from '../wire/ask-project.ts'
import { createPatience } from '../wire/patience.ts'
import { ServiceError } from '../service-error.ts'

/** A row of the view `private.owner_ledger`; times as Postgres writes them. */
export type LedgerEntry = {
  at: string
  entry: 'bought' | 'undecided' | 'given' | 'charged' | 'moved away' | 'moved here'
  credits: number | null
  taken_back: number | null
  remaining: number | null
  owed: number | null
  ends_at: string | null
  source: string | null
  line: string | null
  customer: string | null
  price: string | null
  note: string | null
  state: string | null
}

/** A row of the view `private.owner_accounts`, with its newest entries. */
export type OwnerAccount = {
  account: string
  address: string
  balance: number
  bought: number
  given: number
  taken_back: number
  spent: number
  ended: number
  owed: number
  undecided: number
  entries: LedgerEntry[]
}

/** What a call that changes something says became of it. */
export type Told = { outcome: string; balance: number; account: string | null }
export type MoveTold = Told & {
  from: string
  lines: number
  credits: number
  owed: number
  customers: string[]
}

/** A line that granted credits. */
export type Lot = {
  id: number
  source: string
  line: string
  account: string | null
  granted: number
  revoked: number
}

/** A paid line that granted nothing yet; `why`: a word of the database's. */
export type UndecidedLine = {
  source: string
  line: string
  price: string | null
  product: string | null
  why: string
}

/** Credits of one mode, with the project's secret key. Every call: @throws {ServiceError} */
export type Credits = {
  /** `null`: the address has no account. */
  find(address: string, most?: number): Promise<OwnerAccount | null>
  give(gift: {
    address: string
    credits: number
    note: string | null
    key: string
    ends_at: string | null
  }): Promise<Told>
  take(order: { address: string; cost: number; key: string }): Promise<Told>
  move(from: string, to: string): Promise<MoveTold>
  /** Ends the tokens of the address's account and of its purchases; `ended`: how many. */
  endTokens(address: string): Promise<{ outcome: string; ended: number }>
  /** What doesn't add up. */
  audit(): Promise<Record<string, unknown>[]>
  /** Those behind this one, in the order in which they were recorded; none: there are no more. */
  listLots(after: number): Promise<Lot[]>
  listUndecided(most: number): Promise<{ count: number; lines: UndecidedLine[] }>
  /** @returns how many lines are undecided by it; `null`: credits are granted since then, or longer */
  moveSince(at: Date): Promise<number | null>
}

/** Two writers met: the same call again is another attempt, and nothing is done twice. */
const meetings = new Set(['40001', '40P01', '55P03'])
const mostTries = 3

export function openCredits(
  project: ProjectKeys,
  livemode: boolean,
  patience = createPatience(),
): Credits {
  const { read } = askProject(project, patience)
  async function call<T>(name: string, args: Record<string, unknown>): Promise<T> {
    for (let tries = 1; ; tries += 1)
      try {
        const body = JSON.stringify(args)
        return (await read('secret', `/rest/v1/rpc/${name}`, { method: 'POST', body })) as T
      } catch (error) {
        const met = error instanceof ServiceError && meetings.has(error.code ?? '')
        if (!met || tries === mostTries) throw error
      }
  }
  const live = livemode
  return {
    async find(address, most = 50) {
      const args = { address, live, most }
      const told = await call<{ outcome: string }>('list_ledger', args)
      return told.outcome === 'found' ? (told as OwnerAccount & { outcome: string }) : null
    },
    give: (gift) => call('give_credits', { ...gift, live }),
    take: (order) => call('charge_credits', { ...order, live, allow_debt: true }),
    move: (from, to) => call('move_account', { from_address: from, to_address: to, live }),
    endTokens: (address) => call('end_tokens', { address, live }),
    audit: async () =>
      (await call<{ rows: Record<string, unknown>[] }>('audit_credits', { live })).rows,
    listLots: (after) => call('list_lots', { live, after }),
    listUndecided: (most) => call('list_undecided', { live, most }),
    async moveSince(at) {
      try {
        return await call('move_credits_since', { mode: live, to_time: at.toISOString() })
      } catch (error) {
        if (error instanceof ServiceError && error.code === '22023') return null
        throw error
      }
    },
  }
}
