/** The parts of Stripe's objects that a summary is made of; times in Unix seconds, amounts in minor units. */
export type SubscriptionLike = {
  id: string
  status: string
  currency: string
  cancel_at: number | null
  cancel_at_period_end: boolean
  collection_method: string
  pause_collection: { resumes_at: number | null } | null
  discounts: unknown[]
  automatic_tax: { enabled: boolean }
  default_tax_rates?: { inclusive: boolean }[] | null
  default_payment_method: string | MethodLike | null
  default_source: string | MethodLike | null
  latest_invoice: string | InvoiceLike | null
  items: { data: ItemLike[]; has_more?: boolean }
}

export type ItemLike = {
  /** Absent if usage is metered. */
  quantity?: number | undefined
  current_period_end?: number
  discounts: unknown[]
  tax_rates?: { inclusive: boolean }[] | null
  price: PriceLike
}

export type PriceLike = {
  product: string | { id: string }
  currency: string
  /** `null` for tiers, and for a fraction of a minor unit. */
  unit_amount: number | null
  recurring: { interval: string; interval_count: number; usage_type: string } | null
  transform_quantity: { divide_by: number; round: string } | null
  tax_behavior: string | null
}

export type InvoiceLike = {
  status: string | null
  currency: string
  amount_paid: number
  amount_remaining: number
  collection_method: string
  auto_advance?: boolean
  automatically_finalizes_at: number | null
  next_payment_attempt: number | null
  due_date: number | null
  hosted_invoice_url?: string | null
  status_transitions: { paid_at: number | null }
}

/** A payment method, or one of the older sources; each kind has its details under its own name. */
export type MethodLike = { id: string; object: string; type?: string | null }

/** What a customer's own settings say of each of their subscriptions. */
export type CustomerTerms = {
  hasDiscount: boolean
  paymentMethod: string | MethodLike | null
  source: string | MethodLike | null
}
