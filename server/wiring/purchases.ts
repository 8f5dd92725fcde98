import { createStripeGuestOrders } from '../gateways/stripe/guest-orders.ts'
import { createStripeInvoices } from '../gateways/stripe/invoices.ts'
import { createStripeReturns } from '../gateways/stripe/sales/returns.ts'
import { createReturnRecords } from '../gateways/supabase/return-records.ts'
import { listInvoices } from '../use-cases/purchases/list-invoices.ts'
import { listOrders } from '../use-cases/purchases/list-orders.ts'
import { createMisses } from '../use-cases/purchases/misses.ts'
import { returnFromCheckout } from '../use-cases/purchases/return-from-checkout.ts'
import type { Shared } from './shared.ts'

export type PurchasesGateway = ReturnType<typeof wirePurchases>

/** What was paid before: invoices, and orders as a guest. */
export function wirePurchases({ client, api, now, customers, visitors, livemode }: Shared) {
  const invoices = createStripeInvoices(client)
  const guestOrders = createStripeGuestOrders(client, now)
  const records = createReturnRecords(api)
  const misses = createMisses({ records, now })
  const returns = createStripeReturns(client, now)
  return {
    returnFromCheckout: (request: Parameters<typeof returnFromCheckout>[1]) =>
      returnFromCheckout({ returns, records, misses, livemode, now }, request),
    listInvoices: (request: Parameters<typeof listInvoices>[1]) =>
      listInvoices({ ...visitors, customers, invoices }, request),
    listOrders: (request: Parameters<typeof listOrders>[1]) =>
      listOrders({ ...visitors, guestOrders }, request),
  }
}
