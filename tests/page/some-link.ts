import type { PortalLink, SubscriptionSummary } from '#server/contract/links.ts'

/** A subscription of the plainest kind, for what a test has to say about it. */
export function someSubscription(more: Partial<SubscriptionSummary> = {}): SubscriptionSummary {
  return {
    id: 'sub_pro',
    product: 'Pro',
    items: 1,
    quantity: 1,
    status: 'active',
    paused: false,
    pausedUntil: null,
    amountMinor: 1200,
    currency: 'eur',
    interval: 'month',
    intervalCount: 1,
    renewsAt: '2027-01-15T08:00:00.000Z',
    endsAt: null,
    paymentMethod: null,
    hasOwnPaymentMethod: false,
    openInvoice: null,
    lastPaid: null,
    nextPayment: null,
    ...more,
  }
}

/** A billing account whose portal allows everything. */
export function someLink(more: Partial<PortalLink> = {}): PortalLink {
  return {
    customer: 'cus_1',
    url: null,
    name: null,
    createdAt: '2024-03-01T00:00:00Z',
    subscriptions: [],
    moreSubscriptions: false,
    allows: ['cancel', 'plan', 'payment_method', 'invoices'],
    ...more,
  }
}
