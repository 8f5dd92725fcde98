import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'

/** What `POST /api/portal-links` may answer besides links. */
export type LinksErrorCode =
  | DoorErrorCode
  | ServiceErrorCode
  | 'token_missing'
  | 'token_invalid'
  | 'token_expired'
  | 'sign_in_too_old'
  | 'email_unproven'
  | 'customer_not_yours'
  | 'flow_unavailable'
  | 'rate_limited'
  | 'portal_not_configured'
  | 'project_unsafe'

/** A place in Stripe's portal that a link can open at once, instead of the portal's front page. */
export type PortalFlow =
  | 'payment_method_update'
  | 'customer_update'
  | 'subscription_cancel'
  | 'subscription_update'
  | 'subscription_pause'

/** The optional JSON body of `POST /api/portal-links`. */
export type PortalLinksRequest = {
  /** A BCP 47 tag; one that Stripe does not list becomes `auto`. */
  locale?: string
  /** `cus_...`: one fresh link, only for this customer. Without it: every customer of the address. */
  customer?: string
  /** Needs `customer`. */
  flow?: PortalFlow
  /** `sub_...`: needed by the three `subscription_...` flows. */
  subscription?: string
  /** Where the portal's "return" leads; only on the page's own origin or an allowed one. */
  returnUrl?: string
  /** The `next` of an answer: the customers after those. Only without `customer`. */
  after?: string
}

/** What the owner's portal configuration lets customers do in the portal. */
export type PortalAllowance = 'cancel' | 'plan' | 'payment_method' | 'invoices'

/** What a payment is charged to, as far as a customer recognizes it. */
export type PaymentMethodSummary = {
  /** A card's brand (`visa`), else Stripe's type (`sepa_debit`, `paypal`); Stripe may add values. */
  kind: string
  last4: string | null
  /** `2027-12`: the last month in which a card works. */
  expires: string | null
}

/** A payment as Stripe's invoice states it; `at` is ISO 8601. */
export type PaymentSummary = { amountMinor: number; currency: string; at: string }

/** What a customer recognizes of one current subscription. Absent or uncertain values are `null`. */
export type SubscriptionSummary = {
  id: string
  /** The first item's product name. */
  product: string | null
  /** How many items the subscription has: the page says "and 2 more". */
  items: number
  /** How many of its only item; `null` if its price is by usage, or if there are several items. */
  quantity: number | null
  /** Stripe's own word (`active`, `past_due`, ...); Stripe may add values. */
  status: string
  /** Stripe collects no payments for now, whatever the status says (`pause_collection`). */
  paused: boolean
  /** ISO 8601: when it collects again, if that is decided. */
  pausedUntil: string | null
  /** What one period costs, in the currency's minor unit: with taxes and packages, `null` with usage or a discount. */
  amountMinor: number | null
  /** ISO 4217, lower case as Stripe writes it. */
  currency: string | null
  /** `day`, `week`, `month` or `year`. */
  interval: string | null
  intervalCount: number | null
  /** ISO 8601: the end of the period that ends first; `null` if nothing follows it. */
  renewsAt: string | null
  /** ISO 8601: when the subscription ends for good, if that is decided. With `renewsAt`, it is a term with periods to come. */
  endsAt: string | null
  /** `null` if there is none, or if the key may not see it. */
  paymentMethod: PaymentMethodSummary | null
  /** Its payment method is its own, so that the customer's new default does not change it. */
  hasOwnPaymentMethod: boolean
  /** What is owed, with the page at Stripe where it is paid. */
  openInvoice: { amountMinor: number; currency: string; url: string } | null
  lastPaid: PaymentSummary | null
  /** Only what an invoice announces; the next period's price is `amountMinor`, at `renewsAt`. */
  nextPayment: PaymentSummary | null
}

/** One customer under the proven address; the page calls it a billing account. */
export type PortalLink = {
  /** `cus_...`: to ask for a fresh link, and for support. */
  customer: string
  /** A bearer secret that dies after five unused minutes; `null` if it must be asked for by `customer`. */
  url: string | null
  name: string | null
  /** ISO 8601. */
  createdAt: string
  /** Current ones only; `null` if the key may not see them. */
  subscriptions: SubscriptionSummary[] | null
  /** There are more than these: the portal shows them all. */
  moreSubscriptions: boolean
  allows: PortalAllowance[]
}

/** 200 of `POST /api/portal-links`: customers with a subscription in good standing first, then the oldest. */
export type PortalLinksResponse = {
  /** The proven address, as the token spells it. */
  email: string
  /** The mode of the site's own Stripe key: what `my_account` is asked about. */
  livemode: boolean
  links: PortalLink[]
  /** There may be other customers under the address: ask again, with `next` if there is one. */
  more: boolean
  /** For `after`: what this answer did not come to. */
  next?: string
}
