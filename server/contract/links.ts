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
}

/** What a customer recognizes of one current subscription. Absent values are `null`. */
export type SubscriptionSummary = {
  id: string
  /** The first item's product name. */
  product: string | null
  /** How many items the subscription has: the page says "and 2 more". */
  items: number
  /** Stripe's own word (`active`, `past_due`, ...); Stripe may add values. */
  status: string
  /** In the currency's minor unit; the sum of the items if all are billed in the same rhythm. */
  amountMinor: number | null
  /** ISO 4217, lower case as Stripe writes it. */
  currency: string | null
  /** `day`, `week`, `month` or `year`. */
  interval: string | null
  intervalCount: number | null
  /** ISO 8601: the end of the period that ends first. */
  renewsAt: string | null
  /** ISO 8601: when the subscription ends for good, if that is decided. */
  endsAt: string | null
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
  subscriptions: SubscriptionSummary[]
}

/** 200 of `POST /api/portal-links`: customers with a current subscription first, then the newest. */
export type PortalLinksResponse = {
  /** The proven address, as the token spells it. */
  email: string
  links: PortalLink[]
}
