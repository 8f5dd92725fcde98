import { createStripeGuestOrders } from '../gateways/stripe/guest-orders.ts'
import { createStripeInvoices } from '../gateways/stripe/invoices.ts'
import { listInvoices } from '../use-cases/purchases/list-invoices.ts'
import { listOrders } from '../use-cases/purchases/list-orders.ts'
import type { Shared } from './shared.ts'

export type PurchasesGateway = ReturnType<typeof wirePurchases>

/** What was paid before: invoices, and orders as a guest. */
export function wirePurchases({ client, now, customers, visitors }: Shared) {
  const invoices = createStripeInvoices(client)
  const guestOrders = createStripeGuestOrders(client, now)
  return {
    listInvoices: (request: Parameters<typeof listInvoices>[1]) =>
      listInvoices({ ...visitors, customers, invoices }, request),
    listOrders: (request: Parameters<typeof listOrders>[1]) =>
      listOrders({ ...visitors, guestOrders }, request),
  }
}
