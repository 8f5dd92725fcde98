import { eventTypes } from '#server/needs.ts'
import type { WebhookEndpoint } from '../../services/stripe-account.ts'
import type { Finding } from '../check.ts'
import { marker } from './marker.ts'

const why = 'changes at Stripe reach the table only with the next scheduled run'

/** Whether an earlier run made it. */
export function isOurs({ metadata }: WebhookEndpoint): boolean {
  return metadata.portal_gateway === marker.portal_gateway
}

/** What it does not listen to yet: a version that has more of them than the last one says so here. */
export function missingTypes({ enabled_events: enabled }: WebhookEndpoint): string[] {
  return eventTypes.filter((type) => !enabled.includes(type) && !enabled.includes('*'))
}

/** What is wrong with an endpoint at our address. */
export function faultsOf(endpoint: WebhookEndpoint, { version }: { version: string }): Finding[] {
  const { id, enabled_events: enabled, status } = endpoint
  const missing = missingTypes(endpoint)
  const further = enabled.filter((type) => !(eventTypes as readonly string[]).includes(type))
  const isOld = isOurs(endpoint) && endpoint.api_version !== version
  const findings: Finding[] = []
  const fault = (says: string) =>
    findings.push({
      level: 'fault',
      says,
      why,
      remedy: 'run `npm run setup`; or Stripe: Workbench > Webhooks > your endpoint',
    })
  if (status !== 'enabled') fault(`the webhook endpoint ${id} is disabled`)
  if (missing.length > 0)
    fault(`the webhook endpoint ${id} does not listen to ${missing.join(', ')}`)
  if (further.length > 0)
    findings.push({
      level: 'warning',
      says: `the webhook endpoint ${id} also listens to ${further.slice(0, 3).join(', ')}`,
      why: 'deliveries that nobody needs use up your function calls',
      remedy: `Stripe: Workbench > Webhooks > your endpoint: only ${eventTypes.join(', ')}`,
    })
  if (isOld)
    findings.push({
      level: 'warning',
      says: `the webhook endpoint ${id} uses Stripe's API version ${endpoint.api_version ?? 'of the account'}`,
      why: `the gateway is written for ${version}`,
      remedy: 'run `npm run setup`, which replaces it',
    })
  return findings
}

/** There is none at our address; endpoints of earlier runs elsewhere are another site's, or the page has moved. */
export function absent(order: {
  url: string
  mode: string
  elsewhere: readonly WebhookEndpoint[]
}): Finding {
  const old = order.elsewhere.map(({ id }) => id).join(', ')
  const moved = old === '' ? '' : `; if the page has moved, delete the old one there (${old})`
  return {
    level: 'fault',
    says: `no webhook endpoint at ${order.url} in ${order.mode} mode`,
    why,
    remedy: `run \`npm run setup\`; or Stripe: Workbench > Webhooks > Add endpoint${moved}`,
  }
}

/** More than one at our address. */
export function several(count: number): Finding {
  return {
    level: 'warning',
    says: `${count} webhook endpoints have the same address`,
    why: 'each change is delivered several times, and only one secret is known',
    remedy: 'Stripe: Workbench > Webhooks: delete all but one',
  }
}

/** The endpoint is there, but its secret is not. */
export function noSecret(): Finding {
  return {
    level: 'fault',
    says: "the webhook endpoint's secret is not known here",
    why: 'every delivery is refused (signature_invalid)',
    remedy: 'run `npm run setup`, which replaces the endpoint; or copy the secret from Stripe',
  }
}
