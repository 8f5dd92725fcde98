import type { PaymentMethodSummary, SubscriptionSummary } from '../../contract/links.ts'
import type { CustomerTerms, MethodLike, SubscriptionLike } from './stripes-shapes.ts'

type Charged = Pick<SubscriptionSummary, 'paymentMethod' | 'hasOwnPaymentMethod'>

/**
 * What the next payment is charged to: the subscription's own method before its customer's, in Stripe's order
 * (https://docs.stripe.com/api/subscriptions/object#subscription_object-default_payment_method). An invoice that is sent
 * is charged to none.
 */
export function findPaymentMethod(
  subscription: SubscriptionLike,
  { paymentMethod, source }: CustomerTerms,
): Charged {
  if (subscription.collection_method === 'send_invoice')
    return { paymentMethod: null, hasOwnPaymentMethod: false }
  const own = subscription.default_payment_method ?? subscription.default_source
  return {
    paymentMethod: describe(own ?? paymentMethod ?? source),
    hasOwnPaymentMethod: own !== null,
  }
}

type Details = { brand?: unknown; last4?: unknown; exp_month?: unknown; exp_year?: unknown }

/** `null` if only its id is known. */
function describe(method: string | MethodLike | null): PaymentMethodSummary | null {
  if (method === null || typeof method === 'string') return null
  const isSource = method.object !== 'payment_method'
  const type = method.type ?? method.object
  const details = ((method as Record<string, unknown>)[type] ?? (isSource ? method : {})) as Details
  const { brand, last4, exp_month: month, exp_year: year } = details
  return {
    kind: type === 'card' && typeof brand === 'string' ? toName(brand) : type,
    last4: typeof last4 === 'string' ? last4 : null,
    expires:
      typeof month === 'number' && typeof year === 'number'
        ? `${year}-${String(month).padStart(2, '0')}`
        : null,
  }
}

/** Sources spell "American Express" where payment methods have `amex`. */
function toName(brand: string): string {
  const name = brand.toLowerCase().replaceAll(' ', '_')
  return name === 'american_express' ? 'amex' : name
}
