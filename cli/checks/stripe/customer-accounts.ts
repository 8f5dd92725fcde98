import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** Customers are kept as customers, not as accounts (Accounts v2). */
export const customerAccounts: Check = {
  name: 'customer_accounts',
  group: 'stripe',
  async look({ account, stripe }) {
    const reader = account ?? stripe
    if (reader === null)
      return [unknown('whether customers are kept as accounts (Accounts v2)', takes.stripe)]
    return (await reader.hasCustomerAccounts())
      ? [
          {
            level: 'warning',
            says: 'this Stripe account keeps customers as accounts (Accounts v2)',
            why: 'their changes arrive under other event names: they reach the table only with the daily pass, and those that /v1/customers does not list never do',
            remedy:
              'read https://docs.stripe.com/connect/use-accounts-as-customers; until the gateway supports it, keep Accounts v2 off for Checkout',
          },
        ]
      : [ok('customers are kept as customers (no Accounts v2)')]
  },
}
