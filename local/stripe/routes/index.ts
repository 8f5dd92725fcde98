import type { Resource } from '../api/resource.ts'
import { account } from './account.ts'
import { accountsV2 } from './accounts-v2.ts'
import { invoicePayments } from './billing/invoice-payments.ts'
import { invoices } from './billing/invoices.ts'
import { subscriptions } from './billing/subscriptions.ts'
import { prices } from './catalogue/prices.ts'
import { products } from './catalogue/products.ts'
import { customers } from './customers.ts'
import { events } from './events.ts'
import { charges } from './payments/charges.ts'
import { disputes } from './payments/disputes.ts'
import { paymentIntents } from './payments/intents.ts'
import { paymentMethods } from './payments/payment-methods.ts'
import { refunds } from './payments/refunds.ts'
import { portalConfigurations } from './portal-configurations.ts'
import { portalSessions } from './portal-sessions.ts'
import { checkoutSessions } from './selling/checkout-sessions.ts'
import { paymentLinks } from './selling/payment-links.ts'
import { shippingRates } from './selling/shipping-rates.ts'
import { webhookEndpoints } from './webhook-endpoints.ts'

/** Everything that the stand-in can do; whatever is not here answers 501. */
export const resources: readonly Resource[] = [
  account,
  accountsV2,
  customers,
  subscriptions,
  invoices,
  invoicePayments,
  paymentMethods,
  paymentIntents,
  charges,
  refunds,
  disputes,
  products,
  prices,
  checkoutSessions,
  paymentLinks,
  shippingRates,
  portalSessions,
  portalConfigurations,
  events,
  webhookEndpoints,
]
