import type Stripe from 'stripe'
import type { Entry } from '../../collection.ts'
import type { InvoiceLine } from './invoice-line.ts'
import type { InvoicePaymentRecord } from './invoice-payments.ts'

/** An invoice as it is kept: lean, because there are as many as subscriptions. */
export type InvoiceRecord = Entry & {
  /** `null`: a guest's, of a sale that makes an invoice. */
  customer: string | null
  email: string | null
  subscription: string | null
  reason: Stripe.Invoice.BillingReason
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'
  currency: string
  /** Emailed to be paid, instead of charged. */
  isSent: boolean
  lines: InvoiceLine[]
  /** The customer's balance when it was finalized: what is below zero pays. */
  startingBalance: number
  payments: InvoicePaymentRecord[]
  isPaidElsewhere: boolean
  attempts: number
  /** Seconds, as all times here. A draft of a period waits an hour. */
  finalizesAt: number | null
  nextAttemptAt: number | null
  finalizedAt: number | null
  paidAt: number | null
  voidedAt: number | null
  number: string | null
  /** Of a sale that was asked for an invoice; absent from all others. */
  sale?: { description: string | null; metadata: Stripe.Metadata; shipping: number }
}
