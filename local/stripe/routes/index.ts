import type { Route } from '../wire/route.ts'
import { accountRoutes } from './account.ts'
import { accountV2Routes } from './accounts-v2.ts'
import { catalogueRoutes } from './catalogue.ts'
import { customerRoutes } from './customers.ts'
import { eventRoutes } from './events.ts'
import { portalConfigurationRoutes } from './portal-configurations.ts'
import { portalSessionRoutes } from './portal-sessions.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import { webhookEndpointRoutes } from './webhook-endpoints.ts'

/** Everything that the stand-in can do; whatever is not here answers 501. */
export const ROUTES: readonly Route[] = [
  ...accountRoutes,
  ...accountV2Routes,
  ...customerRoutes,
  ...subscriptionRoutes,
  ...catalogueRoutes,
  ...portalSessionRoutes,
  ...portalConfigurationRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
]
