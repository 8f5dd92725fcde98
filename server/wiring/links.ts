import { createStripeProductNames } from '../gateways/stripe/product-names.ts'
import { createStripePortalFeatures } from '../gateways/stripe/portal-features.ts'
import { createStripePortal } from '../gateways/stripe/portal.ts'
import type { LinksWorld } from '../use-cases/links/issue-portal-links.ts'
import { issuePortalLinks } from '../use-cases/links/issue-portal-links.ts'
import type { Shared } from './shared.ts'

export type LinksGateway = ReturnType<typeof wireLinks>

/** Links into the billing portal. */
export function wireLinks({ config, client, now, visitors, ...shared }: Shared) {
  const { portalConfiguration } = config.stripe
  const { frontendUrl, origins } = config
  const world: LinksWorld = {
    ...shared,
    ...visitors,
    frontendUrl,
    origins,
    portal: createStripePortal(client, portalConfiguration),
    features: createStripePortalFeatures(client, portalConfiguration, now),
    names: createStripeProductNames(client, now),
  }
  return {
    issuePortalLinks: (request: Parameters<typeof issuePortalLinks>[1]) =>
      issuePortalLinks(world, request),
  }
}
