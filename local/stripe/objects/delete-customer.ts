import type { Account } from '../account.ts'
import { cancelSubscription, currentSubscriptionsOf } from './billing/subscriptions.ts'
import type { CustomerRecord } from './customer.ts'
import { removeCustomer } from './customers.ts'
import type { Quietly } from './events.ts'

/** For good: the customer's subscriptions end with it. */
export function deleteCustomer(account: Account, record: CustomerRecord, quietly?: Quietly): void {
  for (const subscription of currentSubscriptionsOf(account, record.id)) {
    cancelSubscription(account, subscription, quietly)
  }
  removeCustomer(account, record, quietly)
}
