import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'

/** What `POST /api/checkout` may answer besides a page to pay on. */
export type CheckoutErrorCode =
  | DoorErrorCode
  | ServiceErrorCode
  | 'offer_unknown'
  | 'already_subscribed'
  | 'already_paid'
  | 'currencies_mixed'
  | 'rhythms_mixed'
  | 'shipping_apart'
  | 'rate_limited'
  | 'portal_not_configured'

/** The JSON body of `POST /api/checkout`. An order with any other field is refused. */
export type CheckoutRequest = {
  /** Up to 100 prices that are paid once, or 20 of them beside 20 that recur; each price once. */
  items: CheckoutItem[]
  /** The account that a one-time payment is for; one that isn't there is left out. */
  for?: string
  /** A BCP 47 tag; one that Stripe does not list becomes `auto`. */
  locale?: string
  /** Where Stripe's page leads back to; only on the page's own origin or an allowed one. Its fragment is left out. */
  returnUrl?: string
  /**
   * The cart: 16 to 64 letters, digits, `-` and `_`, and after a dot how often it was begun again. The same cart with the
   * same items gets the same page, until it is paid or its day is over.
   */
  key: string
}

export type CheckoutItem = {
  /** `price_...`, one of the offers. */
  price: string
  /** 1 to 99; 1 if left out, and where the customer chooses the amount. */
  quantity?: number
}

/** 200 of `POST /api/checkout`. */
export type CheckoutResponse = {
  /** Stripe's page of this order. A bearer secret for a day. */
  url: string
  /** What names the cart from now on. */
  key: string
}
