import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'
import type { VisitorErrorCode } from './invoices.ts'

/** What `/api/tokens` may answer besides tokens. */
export type TokensErrorCode =
  | DoorErrorCode
  | Extract<ServiceErrorCode, 'database_unavailable' | 'auth_unavailable'>
  | VisitorErrorCode
  | 'token_unknown'

/** A token of the proven address's account, as its owner sees it. */
export type Token = {
  id: string
  name: string
  lastFour: string
  /** The most that its charges may come to; 0: it only reads; `null`: no limit. */
  spendLimit: number | null
  /** What they came to so far. */
  spent: number
  /** ISO 8601. */
  expiresAt: string | null
  /** A day in UTC, as `2026-11-27`. */
  lastUsedOn: string | null
}

/** 200 of `GET /api/tokens`: those that were not ended, the oldest first. */
export type TokensResponse = { tokens: Token[] }

/** The JSON body of `POST /api/tokens`: a new token, or a new secret for one. */
export type TokensRequest =
  | {
      /** 1 to 100 characters. */
      name: string
      /** 0 to 1,000,000,000,000; left out: no limit. */
      spendLimit?: number | null
      /** ISO 8601, in the future; left out: it doesn't expire. */
      expiresAt?: string | null
    }
  | {
      /** The `id` of the token that gets a new secret. The one before ends at once. */
      rotate: string
    }

/** The JSON body of `DELETE /api/tokens`. */
export type TokenEnd = { id: string }

/** 201 of `POST /api/tokens`. */
export type MadeToken = Token & {
  /** `pg_live_...` or `pg_test_...`. A bearer secret, said this once. */
  token: string
}
