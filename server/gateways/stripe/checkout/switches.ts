import type Stripe from 'stripe'

/** What the owner switched on for the page of an order. */
export type CheckoutSwitches = {
  automaticTax: boolean
  promotionCodes: boolean
  taxIds: boolean
  termsOfService: boolean
  billingAddress: boolean
  /** An invoice of each payment; that of a subscription comes anyway. */
  invoices: boolean
}

type Params = Stripe.Checkout.SessionCreateParams

/** What the page asks for beside the payment, as the owner wants it. */
export function toSwitches(switches: CheckoutSwitches): Params {
  const { automaticTax, promotionCodes, taxIds, termsOfService, billingAddress } = switches
  return {
    ...(automaticTax ? { automatic_tax: { enabled: true } } : {}),
    ...(promotionCodes ? { allow_promotion_codes: true } : {}),
    ...(taxIds ? { tax_id_collection: { enabled: true } } : {}),
    ...(termsOfService ? { consent_collection: { terms_of_service: 'required' } } : {}),
    ...(billingAddress ? { billing_address_collection: 'required' } : {}),
  }
}

/** What the page asks for must be allowed to change the customer, or Stripe refuses the order. */
export function toCustomerUpdate(
  { automaticTax, taxIds }: CheckoutSwitches,
  isSent: boolean,
): Params {
  if (!automaticTax && !taxIds) return {}
  return {
    customer_update: {
      ...(automaticTax ? { address: 'auto' } : {}),
      ...(automaticTax && isSent ? { shipping: 'auto' } : {}),
      ...(taxIds ? { name: 'auto' } : {}),
    },
  }
}
