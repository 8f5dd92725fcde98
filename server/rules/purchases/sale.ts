/** What was sold, as Stripe just described it, cut down to what is recorded. Times in Unix seconds. */

/** Money that was paid for it; amounts in minor units of one currency. */
export type Payment = {
  /** When it was charged. */
  at: number
  captured: number
  refunded: number
  /** What disputes hold at this moment. */
  disputed: number
}

/** A line of a session or an invoice. */
export type SoldLine = {
  id: string
  price: string | null
  product: string | null
  quantity: number
  /** `null`: an item of a subscription, which its invoices pay. */
  money: LineMoney | null
}

/** What a line cost, and how much of its sale came in as money, for the credits that it grants. Minor units. */
export type LineMoney = {
  /** What was paid of `cost` for the whole sale; a customer's balance, and a trial, are no money. */
  paid: number
  /** What the sale's lines cost after discounts, with tax; 1 where they cost nothing. */
  cost: number
  /** The line alone, after discounts and before tax. */
  worth: number
  currency: string
  /** What is left of a period after a change of plan; its end is the period's. */
  isProrated: boolean
}

/** A Checkout Session, also one that a Payment Link began. */
export type CheckoutSale = {
  id: string
  mode: string
  /** `open`, `complete`, `expired`. */
  status: string | null
  /** `paid`, `unpaid`, `no_payment_required`. */
  paymentStatus: string
  created: number
  customer: string | null
  /** As the buyer typed it, or the customer has it. */
  email: string | null
  /** `client_reference_id`. */
  reference: string | null
  subscription: string | null
  invoice: string | null
  lines: SoldLine[]
  payments: Payment[]
}

/** A subscription with all its items. */
export type SubscriptionSale = {
  id: string
  customer: string
  status: string
  items: (SoldLine & { periodStart: number; periodEnd: number })[]
}

/** An invoice with all its lines. */
export type InvoiceSale = {
  id: string
  customer: string | null
  status: string | null
  /** A subscription made it; one that a one-time session made counts by its session. */
  isOfSubscription: boolean
  lines: (SoldLine & {
    amount: number
    periodStart: number
    periodEnd: number
    /** The subscription's item; `null`: sold once. */
    item: string | null
  })[]
  paidAt: number | null
  /** `null`: not asked for. */
  payments: Payment[] | null
}

/** What the table is told of one source: all its lines. */
export type PurchaseRead = {
  /** `cs_...`, `sub_...` or `in_...`. */
  source: string
  customer: string | null
  email: string | null
  reference: string | null
  paidAt: number | null
  /** `null`: not known; credits can't be granted without. */
  payments: Payment[] | null
  /** It comes from a list: what was granted before stays as it is. */
  isListed: boolean
  lines: PurchaseLine[]
}

export type PurchaseLine = SoldLine & {
  status: string
  startsAt: number
  endsAt: number | null
  /** `null`: it opens nothing; `forever`: no end. */
  accessUntil: number | 'forever' | null
  chain: string | null
}
