import type Stripe from 'stripe'
import type { Customer } from '../../rules/customer.ts'
import type { CustomerId } from '../../rules/proved.ts'
import { summarizeSubscription } from '../../rules/subscription/summarize-subscription.ts'
import type { Ask, Expanding, Expansion } from './ask.ts'

/** What a subscription is read with. Stripe expands four levels, and these are the fourth of a list of customers. */
const ofSubscription: Expansion[] = [
  { path: 'latest_invoice', permission: 'rak_invoice_read' },
  { path: 'default_payment_method', permission: 'rak_payment_method_read' },
]

/** What a customer is read with: current subscriptions, and what they are charged to. */
export const expansions: readonly Expansion[] = [
  { path: 'subscriptions', permission: 'rak_subscription_read' },
  ...within('subscriptions.data', ofSubscription),
  { path: 'invoice_settings.default_payment_method', permission: 'rak_payment_method_read' },
]

/** The same properties of what a list or an object holds. */
export function within(root: string, inner: readonly Expansion[]): Expansion[] {
  return inner.map(({ path, permission }) => ({ path: `${root}.${path}`, permission }))
}

const pageSize = 100
const longestList = 500

/** How many more calls may be made for those who have more than ten subscriptions; counted down. */
export type SpareCalls = { left: number }

/**
 * Completes customers: of their subscriptions, an expanded list holds the newest ten. With calls counted, each gets one
 * of them, a hundred subscriptions, until none is left.
 */
export function createSubscriptionReader(ask: Ask, expanding: Expanding) {
  return async (
    customers: Stripe.Customer[],
    spare: SpareCalls = { left: Infinity },
  ): Promise<Stripe.Customer[]> => {
    const longest = spare.left === Infinity ? longestList : pageSize
    const complete: Stripe.Customer[] = []
    // One after another: each endpoint of Stripe's takes 25 calls a second, and hardly anybody has more than ten.
    for (const customer of customers) {
      const { subscriptions, id } = customer
      if (subscriptions?.has_more !== true || spare.left === 0) complete.push(customer)
      else {
        spare.left -= 1
        const data = await listAll(id, longest)
        const has_more = data.length === longest
        complete.push({ ...customer, subscriptions: { ...subscriptions, data, has_more } })
      }
    }
    return complete
  }

  function listAll(customer: string, limit: number): Promise<Stripe.Subscription[]> {
    return ask('GET /v1/subscriptions', (stripe) =>
      expanding(within('data', ofSubscription), (expand) =>
        stripe.subscriptions
          .list({ customer, limit: pageSize, expand })
          .autoPagingToArray({ limit }),
      ),
    )
  }
}

/** A customer as the rules know them. @param customer with its subscriptions, unless the key may not see them */
export function toCustomer(customer: Stripe.Customer, id: CustomerId): Customer {
  const terms = {
    hasDiscount: Boolean(customer.discount),
    paymentMethod: customer.invoice_settings.default_payment_method,
    source: customer.default_source,
  }
  return {
    id,
    email: customer.email,
    name: customer.name ?? null,
    livemode: customer.livemode,
    created: customer.created,
    subscriptions:
      customer.subscriptions?.data.map((each) => summarizeSubscription(each, terms)) ?? null,
    hasMoreSubscriptions: customer.subscriptions?.has_more === true,
  }
}
