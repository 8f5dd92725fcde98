import type { Account } from '../account.ts'
import { customerObject, deletedCustomerObject } from '../objects/customer.ts'
import { getCustomer, isDeletedCustomer } from '../objects/customers.ts'

/** A customer as the API answers it, the deleted ones too. @throws 404 */
export function readCustomer(account: Account, id: string): object {
  return isDeletedCustomer(account, id)
    ? deletedCustomerObject(id)
    : customerObject(account, getCustomer(account, id))
}
