import type { Resource } from '../api/resource.ts'
import { account } from './account.ts'
import { accountsV2 } from './accounts-v2.ts'
import { prices } from './catalogue/prices.ts'
import { products } from './catalogue/products.ts'
import { customers } from './customers.ts'
import { events } from './events.ts'
import { invoices } from './invoices.ts'
import { payments } from './payments.ts'
import { portalConfigurations } from './portal-configurations.ts'
import { portalSessions } from './portal-sessions.ts'
import { subscriptions } from './subscriptions.ts'
import { webhookEndpoints } from './webhook-endpoints.ts'

/** Everything that the stand-in can do; whatever is not here answers 501. */
export const resources: readonly Resource[] = [
  account,
  accountsV2,
  customers,
  subscriptions,
  invoices,
  payments,
  products,
  prices,
  portalSessions,
  portalConfigurations,
  events,
  webhookEndpoints,
]
