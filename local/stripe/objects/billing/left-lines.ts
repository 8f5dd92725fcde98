import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import type { InvoiceLine } from '../invoices/invoice-line.ts'

const leftOf = perAccount(() => new Map<string, InvoiceLine[]>())

/** Prorations of a subscription that has ended wait for the next invoice of its customer, whatever that is for. */
export function leaveLines(
  account: Account,
  { id: subscription, customer }: { id: string; customer: string },
  lines: InvoiceLine[],
): void {
  const own = lines.map((line) => ({ subscription, ...line }))
  leftOf(account).set(customer, [...(leftOf(account).get(customer) ?? []), ...own])
}

/** What waits, once. */
export function takeLeftLines(account: Account, customer: string): InvoiceLine[] {
  const lines = leftOf(account).get(customer) ?? []
  leftOf(account).delete(customer)
  return lines
}
