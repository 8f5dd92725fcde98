import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'
import type { VisitorErrorCode } from './invoices.ts'

/** What `POST /api/orders` may answer besides orders. */
export type OrdersErrorCode = DoorErrorCode | ServiceErrorCode | VisitorErrorCode

/** The optional JSON body of `POST /api/orders`. */
export type OrdersRequest = {
  /** The `next` of an answer: the orders before those. */
  after?: string
}

/** One line of an order. */
export type OrderLine = {
  name: string
  quantity: number
  /** What was paid for it, in the currency's minor unit. */
  amountMinor: number
  /** `prod_...` */
  product: string | null
  /** `cs_...`: the Checkout Session. */
  source: string
  /** `li_...`: its line. */
  line: string
  /** Nothing yet: for licenses. */
  license: null
  /** Nothing yet: for files. */
  download: null
}

/** A purchase as a guest: paid at Stripe without an account, under the proven address. */
export type Order = {
  /** The number on the receipt; `null` if Stripe sent none. */
  number: string | null
  /** ISO 8601. */
  at: string
  total: { amountMinor: number; currency: string }
  /** `null` if the key may not see it. */
  refundedMinor: number | null
  /** The first ten, or `null` if the key may not see them. */
  lines: OrderLine[] | null
  /** Stripe's receipt, as it is now. A bearer secret. */
  receiptUrl: string | null
  /** The invoice's page, if the shop makes one for such purchases. A bearer secret. */
  invoiceUrl: string | null
  /** Nothing yet: for parcels. */
  shipping: null
}

/** 200 of `POST /api/orders`: the newest first. A page may be short, or empty, and still have a `next`. */
export type OrdersResponse = {
  orders: Order[]
  /** For `after`; `null` if these are the last. */
  next: string | null
}
