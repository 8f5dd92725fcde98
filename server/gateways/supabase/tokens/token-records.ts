import type { MeResponse } from '../../../contract/me.ts'
import type { MadeToken, Token } from '../../../contract/tokens.ts'
import type { AccessToken, FoldedAddress } from '../../../rules/proved.ts'
import type { DataApi } from '../data-api.ts'
import { parseNumber, parseRows, parseText } from '../parse-answer.ts'

/** What somebody has, or one purchase. */
export type Standing = Omit<MeResponse, 'live' | 'buy'>

/**
 * Tokens and what they reach, in our mode, one call each. `null`: the database finds nothing proven, as after a change of
 * the address. Every call: @throws `database_unavailable`, `config_missing`; those with a visitor's token also
 * `token_invalid`
 */
export type TokenRecords = {
  listOwn(token: AccessToken): Promise<Token[] | null>
  /** `full`: there are as many as there may be. */
  add(token: AccessToken, order: NewToken): Promise<MadeToken | 'full' | null>
  /** A new secret for one of the visitor's own; `null`: none of theirs that is good. */
  rotate(token: AccessToken, id: string): Promise<MadeToken | null>
  /** Ends it, if it is one of the visitor's own. */
  end(token: AccessToken, id: string): Promise<void>
  /** What the visitor's own account has. */
  findOwn(token: AccessToken, address: FoldedAddress): Promise<Standing | null>
  /** What a token of ours reaches; `null`: it is none, or no longer. */
  findByToken(apiToken: string): Promise<Standing | null>
}

export type NewToken = { name: string; spendLimit: number | null; expiresAt: string | null }

export function createTokenRecords(api: DataApi): TokenRecords {
  const live = api.livemode
  const ask = async (token: AccessToken, name: string, args: Record<string, unknown> = {}) =>
    objectOf(await api.callOwn(token, name, { ...args, live }))
  return {
    async listOwn(token) {
      const name = 'my_tokens'
      const { outcome, tokens } = await ask(token, name)
      return outcome === 'found' ? (parseRows(tokens, name) as Token[]) : null
    },

    async add(token, { name, spendLimit, expiresAt }) {
      const args = { name, spend_limit: spendLimit, expires_at: expiresAt }
      const { outcome, ...made } = await ask(token, 'add_token', args)
      if (outcome === 'too_many_tokens') return 'full'
      return outcome === 'added' ? toMade(made, 'add_token') : null
    },

    async rotate(token, id) {
      const { outcome, ...made } = await ask(token, 'rotate_token', { id })
      return outcome === 'rotated' ? toMade(made, 'rotate_token') : null
    },

    async end(token, id) {
      await ask(token, 'end_token', { id })
    },

    async findOwn(token, address) {
      const name = 'my_account'
      const told = await ask(token, name)
      if (told.outcome !== 'found' || told.address !== address) return null
      return { account: parseText(told.account, name), address, ...restOf(told, name) }
    },

    async findByToken(apiToken) {
      const name = 'account_of'
      const told = objectOf(await api.call(name, { token: apiToken, live }))
      if (told.outcome !== 'found') return null
      const { account } = told
      return {
        account: account === null ? null : parseText(account, name),
        ...restOf(told, name),
      }
    },
  }
}

function toMade(made: Record<string, unknown>, what: string): MadeToken {
  parseText(made.token, what)
  return made as MadeToken
}

function restOf({ balance, access, lots }: Record<string, unknown>, what: string) {
  return {
    balance: parseNumber(balance, what),
    access: parseRows(access, what).map((name) => parseText(name, what)),
    lots: parseRows(lots, what) as Standing['lots'],
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>
}
