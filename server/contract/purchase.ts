import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'

/** What `POST /api/purchase` may answer besides a purchase. */
export type PurchaseErrorCode =
  | DoorErrorCode
  | Exclude<ServiceErrorCode, 'auth_unavailable'>
  | 'session_unknown'
  | 'session_expired'
  | 'rate_limited'

/** The JSON body of `POST /api/purchase`. */
export type PurchaseRequest = {
  /** `cs_...`, as Stripe put it into the address to return to. */
  session: string
}

/** 200 of `POST /api/purchase`: what became of the order, and nothing of the person who placed it. */
export type PurchaseResponse = {
  /**
   * `paid`: what it opens works now. `processing`: the payment is on its way, which may take days. `open`: not paid yet,
   * or the first payment of a subscription was refused. `expired`: it can't be paid any more.
   */
  status: 'paid' | 'processing' | 'open' | 'expired'
  items: PurchasedItem[]
  /**
   * `pg_...`: spends and reads what was bought here for a day, and nothing else. Handed out once, to a buyer who proved no
   * address, of an order that names no account.
   */
  token?: string
  /**
   * The last four characters of the account that the order named, by the link that led to it: what was paid for once
   * counts there, whoever paid.
   */
  countsFor?: string
}

export type PurchasedItem = {
  name: string
  quantity: number
  /** The names that the site asks for, sorted; empty before it is paid, and after it was refunded. */
  access: string[]
  /** `null`: not known. */
  credits: number | null
}
