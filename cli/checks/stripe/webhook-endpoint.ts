import { eventTypes } from '#server/needs.ts'
import type { Change } from '../../services/change.ts'
import { webhookUrlOf } from '../../services/deployed-page.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { WebhookEndpoint } from '../../services/stripe-account.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { SetupFault } from '../../terminal/setup-fault.ts'
import { marker } from './marker.ts'
import { hasOtherSecret, noteSecret, otherSecret } from './webhook-secret.ts'
import { absent, faultsOf, isOurs, missingTypes, noSecret, several } from './webhook-faults.ts'

const path = '/v1/webhook_endpoints'
const events = `events: ${eventTypes.join(', ')}`
/** A live key sees nothing of it. */
const practice =
  'an endpoint with this address in a sandbox or test mode rings in vain from now on: delete it there'

/** Stripe delivers every event type to the page's door, and the secret is known. */
export const webhookEndpoint: Check = {
  name: 'webhook_endpoint',
  group: 'stripe',
  async look({ account, page, env }) {
    if (page === null) return [unknown('the webhook endpoint', takes.deployed)]
    if (account === null) return [unknown('the webhook endpoint', takes.account)]
    const url = webhookUrlOf(page)
    const mode = account.livemode ? 'live' : 'test'
    const all = await account.listWebhookEndpoints()
    const here = findAt(all, url)
    const [endpoint] = here
    if (endpoint === undefined) return [absent({ url, mode, elsewhere: all.filter(isOurs) })]
    const findings = faultsOf(endpoint, { version: await apiVersion() })
    if (here.length > 1) findings.push(several(here.length))
    const secret = valueOf(env, 'STRIPE_WEBHOOK_SECRET')
    if (secret === null) findings.push(noSecret())
    if (hasOtherSecret(endpoint, secret)) findings.push(otherSecret(endpoint))
    return findings.length > 0
      ? findings
      : [ok(`the webhook endpoint ${endpoint.id} delivers to ${url}`)]
  },
  fix: (world) => fixEndpoint(world),
}

async function fixEndpoint(world: World): Promise<Change[]> {
  const { account, page, env } = world
  if (account === null || page === null) return []
  const url = webhookUrlOf(page)
  const version = await apiVersion()
  const here = findAt(await account.listWebhookEndpoints(), url)
  const [endpoint] = here
  const made = { id: 'we_of_the_step_above', secret: '' }
  const create = (replaced: WebhookEndpoint[]): Change => ({
    brief: 'Create a webhook endpoint',
    says: `Create a webhook endpoint at ${url}`,
    details: account.livemode ? [events, practice] : [events],
    call: {
      service: 'stripe',
      method: 'POST',
      path,
      body: {
        url,
        enabled_events: eventTypes,
        api_version: version,
        description: 'Portal Gateway',
        // A run that was stopped between the two calls knows next time which endpoint must go.
        metadata: {
          ...marker,
          ...(replaced.length > 0 && { replaces: replaced.map(({ id }) => id).join(',') }),
        },
      },
    },
    async keep(answer) {
      Object.assign(made, answer)
      // Reported of restricted keys: without the secret no delivery can be told from a forged one.
      // https://github.com/mako-ai/mako/pull/544
      if (!String(made.secret).startsWith('whsec_'))
        throw new SetupFault(
          `Stripe has made the webhook endpoint ${made.id}, and did not tell its signing secret. Copy that from Stripe > Workbench > Webhooks into STRIPE_WEBHOOK_SECRET in .env, then run this again; or use the secret key (sk_...) for setup.`,
        )
      await world.keep({ STRIPE_WEBHOOK_SECRET: made.secret })
    },
  })
  const note = noteSecret(path, made)
  if (endpoint === undefined) return [create([]), note]
  // A secret is shown once, and a version can't be changed: a new endpoint first, then the old one goes.
  const isOld = isOurs(endpoint) && endpoint.api_version !== version
  if (valueOf(env, 'STRIPE_WEBHOOK_SECRET') === null || isOld)
    return [create(here), note, ...here.map((each) => remove(each))]
  const isRight = faultsOf(endpoint, { version }).every(({ level }) => level !== 'fault')
  const replaced = endpoint.metadata.replaces?.split(',') ?? []
  const spare = here.slice(1).filter((each) => isOurs(each) || replaced.includes(each.id))
  return [...(isRight ? [] : [update(endpoint)]), ...spare.map((each) => remove(each))]
}

/** Endpoints at our address, the marked ones first. Marked ones elsewhere may be another site's of the same account. */
function findAt(all: WebhookEndpoint[], url: string): WebhookEndpoint[] {
  const here = all.filter((endpoint) => endpoint.url === url)
  return [...here.filter(isOurs), ...here.filter((endpoint) => !isOurs(endpoint))]
}

function update(endpoint: WebhookEndpoint): Change {
  const { id, url, status } = endpoint
  const missing = missingTypes(endpoint)
  const toDo = [
    ...(status === 'enabled' ? [] : ['be enabled']),
    ...(missing.length > 0 ? [`listen to ${missing.length} more event types`] : []),
  ]
  return {
    brief: 'Update the webhook endpoint',
    says: `Let the webhook endpoint ${id} at ${url} ${toDo.join(', and ')}`,
    details: missing.length > 0 ? [`new events: ${missing.join(', ')}`] : [events],
    call: {
      service: 'stripe',
      method: 'POST',
      path: `${path}/${id}`,
      body: { enabled_events: eventTypes, disabled: false, metadata: marker },
    },
  }
}

function remove({ id }: WebhookEndpoint): Change {
  return {
    says: `Delete the old webhook endpoint ${id}`,
    call: { service: 'stripe', method: 'DELETE', path: `${path}/${id}` },
  }
}

/** The version that the SDK is written for. */
async function apiVersion(): Promise<string> {
  const { default: Stripe } = await import('stripe')
  return Stripe.API_VERSION
}

/**
 * Whether another machine has made a newer endpoint, or may have: its secret is at the site, and must not be
 * overwritten.
 */
export async function isOutdated({ account, page, env }: World): Promise<boolean> {
  if (account === null || page === null) return false
  try {
    const [endpoint] = findAt(await account.listWebhookEndpoints(), webhookUrlOf(page))
    const secret = valueOf(env, 'STRIPE_WEBHOOK_SECRET')
    return endpoint !== undefined && hasOtherSecret(endpoint, secret)
  } catch (error) {
    // Its own check says so.
    if (error instanceof ServiceError) return true
    throw error
  }
}
