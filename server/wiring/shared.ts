import type { Config } from '../config.ts'
import type { StripeCatalogue } from '../gateways/stripe/catalogue.ts'
import { createStripeCatalogue } from '../gateways/stripe/catalogue.ts'
import type { StripeClient } from '../gateways/stripe/client.ts'
import { createStripeClient } from '../gateways/stripe/client.ts'
import type { StripeCustomers } from '../gateways/stripe/customers.ts'
import { createStripeCustomers } from '../gateways/stripe/customers.ts'
import type { StripeSales } from '../gateways/stripe/sales/sales.ts'
import { createStripeSales } from '../gateways/stripe/sales/sales.ts'
import { createAccessTokens } from '../gateways/supabase/access-tokens.ts'
import type { CatalogueRecords } from '../gateways/supabase/catalogue-records.ts'
import { createCatalogueRecords } from '../gateways/supabase/catalogue-records.ts'
import type { CustomerRecords } from '../gateways/supabase/customer-records.ts'
import { createCustomerRecords } from '../gateways/supabase/customer-records.ts'
import type { DataApi } from '../gateways/supabase/data-api.ts'
import { createDataApi } from '../gateways/supabase/data-api.ts'
import { createOwnRows } from '../gateways/supabase/own-rows.ts'
import { createProjectSettings } from '../gateways/supabase/project-settings.ts'
import type { PurchaseRecords } from '../gateways/supabase/purchase-records.ts'
import { createPurchaseRecords } from '../gateways/supabase/purchase-records.ts'
import { createRequestCounts } from '../gateways/supabase/request-counts.ts'
import type { VisitorsWorld } from '../use-cases/visitors/visitors-world.ts'

/** What several areas are wired to. */
export type Shared = {
  config: Config
  livemode: boolean
  /** Milliseconds. */
  now: () => number
  client: StripeClient
  api: DataApi
  customers: StripeCustomers
  records: CustomerRecords
  sales: StripeSales
  purchases: PurchaseRecords
  catalogue: StripeCatalogue
  catalogueRecords: CatalogueRecords
  visitors: VisitorsWorld
}

/** How long a call to Stripe or to the database may take, in milliseconds. */
export const callMilliseconds = 8000

/** Calls nobody yet. */
export function createShared(config: Config): Shared {
  const { livemode, apiKey, apiBase } = config.stripe
  const client = createStripeClient(apiKey, apiBase)
  const now = () => Date.now()
  const api = openDataApi(config, () => callMilliseconds)
  return {
    config,
    livemode,
    now,
    client,
    api,
    customers: createStripeCustomers(client, now),
    records: createCustomerRecords(api),
    sales: createStripeSales(client, now),
    purchases: createPurchaseRecords(api),
    catalogue: createStripeCatalogue(client),
    catalogueRecords: createCatalogueRecords(api),
    visitors: createVisitors(config, api, now),
  }
}

function createVisitors(config: Config, api: DataApi, now: () => number): VisitorsWorld {
  const { url: supabaseUrl, publishableKey, jwtSecret, jwtIssuer: issuer } = config.supabase
  const { signInMaxAgeSeconds: maxAgeSeconds } = config
  return {
    tokens: createAccessTokens({ supabaseUrl, issuer, jwtSecret, maxAgeSeconds, now }),
    project: createProjectSettings({ supabaseUrl, publishableKey, jwtSecret, now }),
    counts: createRequestCounts(api),
    rows: createOwnRows(api),
  }
}

/** The Data API of the configured project. @param timeout milliseconds, asked at each call */
export function openDataApi({ supabase, stripe }: Config, timeout: () => number): DataApi {
  const { url: supabaseUrl, publishableKey, secretKey } = supabase
  return createDataApi({
    supabaseUrl,
    publishableKey,
    secretKey,
    livemode: stripe.livemode,
    timeout,
  })
}
