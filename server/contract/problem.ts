import type { CheckoutErrorCode } from './checkout.ts'
import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'
import type { InvoicesErrorCode } from './invoices.ts'
import type { LinksErrorCode } from './links.ts'
import type { MeErrorCode } from './me.ts'
import type { GoneOffer, OffersErrorCode } from './offers.ts'
import type { OrdersErrorCode } from './orders.ts'
import type { PurchaseErrorCode } from './purchase.ts'
import type { TokensErrorCode } from './tokens.ts'
import type { WebhookErrorCode } from './webhook.ts'

/** What a failed request may be called, at whichever door. Each has its row in docs/errors.md. */
export type ErrorCode =
  | DoorErrorCode
  | ServiceErrorCode
  | LinksErrorCode
  | CheckoutErrorCode
  | InvoicesErrorCode
  | OffersErrorCode
  | OrdersErrorCode
  | MeErrorCode
  | PurchaseErrorCode
  | TokensErrorCode
  | WebhookErrorCode

/** The body of every failed request, sent as `application/problem+json` (RFC 9457). */
export type Problem<Code extends ErrorCode = ErrorCode> = {
  type: string
  title: string
  status: number
  code: Code
  requestId: string
} & ProblemDetails

/** What only some problems have. */
export type ProblemDetails = {
  /** Of `already_subscribed`: a link into the portal, a bearer secret that dies after five unused minutes. */
  portal?: string
  /** Of `already_paid`: the order, `cs_...`; a bearer secret like the address to which Stripe's page leads back. */
  session?: string
  /** Of `offer_unknown`: which of the order's prices. */
  gone?: GoneOffer[]
  /** Of `stripe_unavailable` where an order was placed: what names the cart from now on. */
  key?: string
}
