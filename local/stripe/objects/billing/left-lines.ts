import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import type { InvoiceLine } from '../invoices/invoice-line.ts'

const leftOf = perAccount(() => new Map<string, InvoiceLine[]>())

/** Prorations of a subscription that has ended wait for the next invoice of its customer, whatever that is for. */
export function leaveLines(account: Account, customer: string, lines: InvoiceLine[]): void {
  leftOf(account).set(customer, [...(leftOf(account).get(customer) ?? []), ...lines])
}

/** What waits, once. */
export function takeLeftLines(account: Account, customer: string): InvoiceLine[] {
  const lines = leftOf(account).get(customer) ?? []
  leftOf(account).delete(customer)
  return lines
}
