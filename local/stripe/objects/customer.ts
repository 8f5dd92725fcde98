import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import type { Entry } from '../collection.ts'

/** Lean, because a benchmark keeps a million of them; whatever is rare is in `details`. */
export type CustomerRecord = Entry & {
  email: string | null
  name: string | null
  metadata: Stripe.Metadata | null
  details: CustomerDetails | null
}

export type CustomerDetails = Partial<
  Pick<Stripe.Customer, 'balance' | 'currency' | 'description'>
> & {
  defaultPaymentMethod?: string
  /** `acct_...`, for a customer of Accounts v2. */
  customerAccount?: string
}

/** A customer as the API answers it, without the properties that appear only when expanded. */
export function customerObject(account: Account, record: CustomerRecord): Stripe.Customer {
  const { id, created, email, name, metadata, details } = record
  return {
    id,
    object: 'customer',
    address: null,
    balance: details?.balance ?? 0,
    created,
    currency: details?.currency ?? null,
    customer_account: details?.customerAccount ?? null,
    default_source: null,
    delinquent: false,
    description: details?.description ?? null,
    discount: null,
    email,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: details?.defaultPaymentMethod ?? null,
      footer: null,
      rendering_options: null,
    },
    livemode: account.livemode,
    metadata: { ...metadata },
    name,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
}

/** All that the API still tells of a deleted customer. */
export function deletedCustomerObject(id: string): Stripe.DeletedCustomer {
  return { id, object: 'customer', deleted: true }
}
