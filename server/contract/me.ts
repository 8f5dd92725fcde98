import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'
import type { VisitorErrorCode } from './invoices.ts'

/** What `GET /api/me` may answer besides what the bearer has. */
export type MeErrorCode =
  | Exclude<DoorErrorCode, 'body_invalid' | 'body_too_large'>
  | Extract<ServiceErrorCode, 'database_unavailable' | 'auth_unavailable'>
  | Exclude<VisitorErrorCode, 'rate_limited'>
  | 'credits_token_invalid'

/** 200 of `GET /api/me`: what the bearer of a token has at this moment. */
export type MeResponse = {
  /** `null`: the token names one purchase, and the rest is of that purchase alone. */
  account: string | null
  live: boolean
  /** Only to whoever proved it: no token of ours shows it. */
  address?: string
  /** What can be spent, less what is owed: negative if more is owed. */
  balance: number
  /** The names that the site asks for, sorted. */
  access: string[]
  /** Credits that can be spent now, soonest end first. */
  lots: { left: number; endsAt: string | null }[]
  /** The page where more can be bought, for this account. */
  buy: string
}
