import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** Customers are kept as customers, not as accounts (Accounts v2). */
export const customerAccounts: Check = {
  name: 'customer_accounts',
  group: 'stripe',
  async look({ account, stripe }) {
    const reader = account ?? stripe
    if (reader === null) return [unknown('customers kept as accounts (Accounts v2)', takes.stripe)]
    const has = await reader.hasCustomerAccounts()
    return has
      ? [
          {
            level: 'warning',
            says: 'this Stripe account keeps customers as accounts (Accounts v2)',
            why: 'their changes ring under other names: they reach the table only with the daily pass, and those that /v1/customers does not list never do',
            remedy:
              'read https://docs.stripe.com/connect/use-accounts-as-customers; until the gateway covers it, keep Accounts v2 off for Checkout',
          },
        ]
      : [ok('customers are kept as customers (no Accounts v2)')]
  },
}
