import type { Account } from '../account.ts'
import { billingHandle } from './billing.ts'
import { catalogueHandle } from './catalogue.ts'
import { customersHandle } from './customers.ts'
import { paymentsHandle } from './payments.ts'
import { sellingHandle } from './selling.ts'
import { settingsHandle } from './settings.ts'

export type AccountHandle = ReturnType<typeof createHandle>

/**
 * Direct, synchronous access to one account, to arrange and to assert. Objects are the API's own; changes make the
 * events that they would have made through the API, unless `silent`.
 */
export function createHandle(account: () => Account) {
  return {
    ...customersHandle(account),
    ...catalogueHandle(account),
    ...sellingHandle(account),
    ...paymentsHandle(account),
    ...billingHandle(account),
    ...settingsHandle(account),
  }
}
