import type Stripe from 'stripe'
import type { Account } from './account.ts'
import type { CustomerRecord } from './customers.ts'

/** A customer as the API answers it, without the properties that appear only when expanded. */
export function customerObject(account: Account, record: CustomerRecord): Stripe.Customer {
  const { id, created, email, name, metadata, details } = record
  return {
    id,
    object: 'customer',
    address: details?.address ?? null,
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
    phone: details?.phone ?? null,
    preferred_locales: details?.preferred_locales ?? [],
    shipping: details?.shipping ?? null,
    tax_exempt: 'none',
    test_clock: null,
  }
}

/** The account that stands for a customer under Accounts v2, or `null`. */
export function accountOf(account: Account, customer: string): string | null {
  return account.customers.find(customer)?.details?.customerAccount ?? null
}

export function deletedCustomerObject(id: string): Stripe.DeletedCustomer {
  return { id, object: 'customer', deleted: true }
}
