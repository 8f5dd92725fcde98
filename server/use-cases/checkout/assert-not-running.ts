import { GatewayError } from '../../errors.ts'
import type { StripeCustomers } from '../../gateways/stripe/customers.ts'
import type { StripePortal } from '../../gateways/stripe/portal.ts'
import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { CheckoutOrder } from '../../rules/checkout/parse-checkout-order.ts'
import type { OrderTerms } from '../../rules/checkout/judge-lines.ts'
import { isRecurring } from '../../rules/checkout/judge-lines.ts'
import type { Customer } from '../../rules/customer.ts'
import { compareCustomers } from '../../rules/customer.ts'
import type { ProductId } from '../../rules/proved.ts'
import { findOwnCustomers } from '../customers/find-own-customers.ts'
import type { VisitorsWorld } from '../visitors/visitors-world.ts'
import type { Buyer } from './find-buyer.ts'

export type RunningWorld = VisitorsWorld & {
  customers: StripeCustomers
  records: CustomerRecords
  portal: StripePortal
  livemode: boolean
}

/** Stripe's words for a subscription that goes on, or will as soon as it is paid. */
const running = new Set(['active', 'trialing', 'past_due'])

/**
 * Whoever has a subscription to one of the products is shown into the portal, where plans are changed, instead of paying twice.
 * As for any other link, Stripe places the customer under the address in this request. What the key may not see stops
 * nothing.
 * @throws `already_subscribed` with the link, and whatever Stripe and the database throw
 */
export async function assertNotRunning(
  world: RunningWorld,
  buyer: Buyer,
  { asked, terms }: { asked: CheckoutOrder; terms: OrderTerms },
): Promise<void> {
  const products = terms.lines.flatMap(({ price }) => (isRecurring(price) ? price.product : []))
  if (products.length === 0) return
  const page = await world.rows.listOwn(buyer.token, 0)
  const { customers } = await findOwnCustomers(world, buyer, page)
  const [holder] = customers
    .filter((customer) => products.some((product) => holds(customer, product)))
    .toSorted(compareCustomers)
  if (holder === undefined) return
  const portal = await world.portal.openSession({
    customer: holder.id,
    locale: asked.locale.portal,
    returnUrl: asked.page,
    flow: null,
    subscription: null,
  })
  throw new GatewayError('already_subscribed', 'the address has a subscription to the product', {
    details: { portal },
  })
}

function holds({ subscriptions }: Customer, product: ProductId): boolean {
  return (subscriptions ?? []).some(
    ({ status, products }) => running.has(status) && products.includes(product),
  )
}
