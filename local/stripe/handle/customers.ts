import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { customerObject } from '../objects/customer.ts'
import type { CustomerFields, NewCustomer } from '../objects/customers.ts'
import { createCustomer, customersOf, getCustomer, updateCustomer } from '../objects/customers.ts'
import { deleteCustomer } from '../objects/delete-customer.ts'
import type { Quietly } from '../objects/events.ts'

/** Who pays. */
export function customersHandle(account: () => Account) {
  return {
    createCustomer: (fields: NewCustomer = {}, options?: Quietly): Stripe.Customer =>
      customerObject(account(), createCustomer(account(), fields, options)),
    /** For a great many, of which no objects are returned. */
    createCustomers(many: Iterable<NewCustomer>, options?: Quietly): void {
      for (const fields of many) createCustomer(account(), fields, options)
    },
    updateCustomer(id: string, fields: CustomerFields, options?: Quietly): Stripe.Customer {
      const record = getCustomer(account(), id)
      updateCustomer(account(), record, fields, options)
      return customerObject(account(), record)
    },
    deleteCustomer: (id: string, options?: Quietly): void =>
      deleteCustomer(account(), getCustomer(account(), id), options),
    /** `null` if there is none, or none any more. */
    findCustomer(id: string): Stripe.Customer | null {
      const record = customersOf(account()).find(id)
      return record && customerObject(account(), record)
    },
    /** Newest first, without the deleted ones. Builds them all: mind a million. */
    customers: (): Stripe.Customer[] =>
      customersOf(account())
        .sorted()
        .map((record) => customerObject(account(), record))
        .toReversed(),
  }
}
