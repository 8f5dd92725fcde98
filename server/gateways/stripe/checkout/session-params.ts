import type Stripe from 'stripe'
import type { CheckoutOrder } from '../../../rules/checkout/parse-checkout-order.ts'
import type { OfferedPrice } from '../../../rules/checkout/offered-price.ts'
import type { CustomerId } from '../../../rules/proved.ts'

/** What the owner switched on for the page of an order. */
export type CheckoutSwitches = {
  automaticTax: boolean
  promotionCodes: boolean
  taxIds: boolean
  termsOfService: boolean
  billingAddress: boolean
}

/** Who pays, as far as it was proven. */
export type Payer = { customer: CustomerId } | { email: string } | null

export type SessionOrder = {
  order: CheckoutOrder
  price: OfferedPrice
  payer: Payer
  /** The account that it is for; `null`: Stripe's page finds out whose address pays. */
  reference: string | null
}

type Params = Stripe.Checkout.SessionCreateParams

/** What Stripe is told of an order. https://docs.stripe.com/api/checkout/sessions/create */
export function toSessionParams(
  { order, price, payer, reference }: SessionOrder,
  switches: CheckoutSwitches,
): Params {
  const { isRecurring, isMetered, trialDays } = price
  return {
    mode: isRecurring ? 'subscription' : 'payment',
    line_items: [{ price: price.id, ...(isMetered ? {} : { quantity: order.quantity }) }],
    success_url: `${order.page}#bought={CHECKOUT_SESSION_ID}`,
    cancel_url: order.page,
    locale: order.locale.checkout,
    integration_identifier: 'portal-gateway',
    ...(reference === null ? {} : { client_reference_id: reference }),
    ...toPayer(payer, isRecurring, switches),
    ...(isRecurring && trialDays !== null
      ? { subscription_data: { trial_period_days: trialDays } }
      : {}),
    ...toSwitches(switches),
  }
}

/** Without a customer, a subscription makes one anyway; a payment would be a guest's, who has no portal. */
function toPayer(payer: Payer, isRecurring: boolean, switches: CheckoutSwitches): Params {
  if (payer !== null && 'customer' in payer) return toCustomer(payer.customer, switches)
  return {
    ...(payer === null ? {} : { customer_email: payer.email }),
    ...(isRecurring ? {} : { customer_creation: 'always' }),
  }
}

/** What the page asks for anew must be allowed to change the customer, or Stripe refuses the order. */
function toCustomer(customer: CustomerId, { automaticTax, taxIds }: CheckoutSwitches): Params {
  if (!automaticTax && !taxIds) return { customer }
  return {
    customer,
    customer_update: {
      ...(automaticTax ? { address: 'auto' } : {}),
      ...(taxIds ? { name: 'auto' } : {}),
    },
  }
}

function toSwitches(switches: CheckoutSwitches): Params {
  const { automaticTax, promotionCodes, taxIds, termsOfService, billingAddress } = switches
  return {
    ...(automaticTax ? { automatic_tax: { enabled: true } } : {}),
    ...(promotionCodes ? { allow_promotion_codes: true } : {}),
    ...(taxIds ? { tax_id_collection: { enabled: true } } : {}),
    ...(termsOfService ? { consent_collection: { terms_of_service: 'required' } } : {}),
    ...(billingAddress ? { billing_address_collection: 'required' } : {}),
  }
}
