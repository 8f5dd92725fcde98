import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'

/** What a door may refuse to a visitor, before it asks Stripe. */
export type VisitorErrorCode =
  | 'token_missing'
  | 'token_invalid'
  | 'token_expired'
  | 'sign_in_too_old'
  | 'email_unproven'
  | 'rate_limited'
  | 'project_unsafe'

/** What `POST /api/invoices` may answer besides invoices. */
export type InvoicesErrorCode =
  DoorErrorCode | ServiceErrorCode | VisitorErrorCode | 'customer_not_yours'

/** The JSON body of `POST /api/invoices`. */
export type InvoicesRequest = {
  /** `cus_...`, a customer under the proven address. */
  customer: string
  /** The `next` of an answer: the invoices before those. */
  after?: string
}

/** One invoice that was sent or paid; drafts are not told. */
export type Invoice = {
  /** The shop's own number, as the invoice shows it. */
  number: string | null
  /** ISO 8601: when it was finalized. */
  at: string
  /** The total, in the currency's minor unit. */
  amountMinor: number
  /** ISO 4217, lower case as Stripe writes it. */
  currency: string
  /** Stripe's own word (`paid`, `open`, `void`, `uncollectible`); Stripe may add values. */
  status: string | null
  /** Stripe's PDF. A bearer secret: whoever has it sees the invoice. */
  pdfUrl: string | null
  /** Stripe's page of the invoice, where an open one is paid. A bearer secret too. */
  pageUrl: string | null
}

/** 200 of `POST /api/invoices`: the newest first. */
export type InvoicesResponse = {
  invoices: Invoice[]
  /** For `after`; `null` if these are the last. */
  next: string | null
}
