import { createStripeCatalogue } from '../gateways/stripe/catalogue.ts'
import { createStripePortalFeatures } from '../gateways/stripe/portal-features.ts'
import { createStripePortal } from '../gateways/stripe/portal.ts'
import { createAccessTokens } from '../gateways/supabase/access-tokens.ts'
import { createOwnRows } from '../gateways/supabase/own-rows.ts'
import { createProjectSettings } from '../gateways/supabase/project-settings.ts'
import { createRequestCounts } from '../gateways/supabase/request-counts.ts'
import type { LinksWorld } from '../use-cases/links/issue-portal-links.ts'
import { issuePortalLinks } from '../use-cases/links/issue-portal-links.ts'
import type { Shared } from './shared.ts'

export type LinksGateway = ReturnType<typeof wireLinks>

/** Links into the billing portal. */
export function wireLinks({ config, client, api, now, ...shared }: Shared) {
  const { url: supabaseUrl, publishableKey, jwtSecret, jwtIssuer: issuer } = config.supabase
  const { portalConfiguration } = config.stripe
  const { signInMaxAgeSeconds: maxAgeSeconds, frontendUrl, origins } = config
  const world: LinksWorld = {
    ...shared,
    frontendUrl,
    origins,
    tokens: createAccessTokens({ supabaseUrl, issuer, jwtSecret, maxAgeSeconds, now }),
    project: createProjectSettings({ supabaseUrl, publishableKey, now }),
    counts: createRequestCounts(api),
    rows: createOwnRows(api),
    portal: createStripePortal(client, portalConfiguration),
    features: createStripePortalFeatures(client, portalConfiguration, now),
    catalogue: createStripeCatalogue(client, now),
  }
  return {
    issuePortalLinks: (request: Parameters<typeof issuePortalLinks>[1]) =>
      issuePortalLinks(world, request),
  }
}
