import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { apiVersion, perAccount, secondsOf } from '../account.ts'
import { noSuch } from '../api/problem.ts'
import type { Entry } from '../collection.ts'
import { createCollection } from '../collection.ts'
import { createSecret } from '../ids.ts'

export type EndpointRecord = Entry & {
  url: string
  /** Newest first; during a roll Stripe signs with each of them. */
  secrets: string[]
  events: readonly string[]
  /** The version that shapes its events; `null`: the account's own. */
  apiVersion: string | null
  /** Sends notifications of the kind `v2.core.event` instead of snapshots. */
  isThin: boolean
  isEnabled: boolean
  description: string | null
  metadata: Stripe.Metadata
}

export type NewEndpoint = {
  url: string
  secret?: string
  /** `customer.created` and so on, or `*`. */
  events: readonly string[]
  thin?: boolean
  apiVersion?: string | null
  description?: string | null
  metadata?: Stripe.Metadata
}

/** Every endpoint of an account. */
export const endpointsOf = perAccount(() => createCollection<EndpointRecord>())

/** Adds an endpoint, with a secret of its own unless one is given. */
export function addEndpoint(account: Account, fields: NewEndpoint): EndpointRecord {
  return endpointsOf(account).add({
    id: account.nextId('we'),
    created: secondsOf(account),
    seq: 0,
    url: fields.url,
    secrets: [fields.secret ?? createEndpointSecret()],
    events: fields.events,
    apiVersion: fields.apiVersion === undefined ? apiVersion : fields.apiVersion,
    isThin: fields.thin ?? false,
    isEnabled: true,
    description: fields.description ?? null,
    metadata: fields.metadata ?? {},
  })
}

/** From now on deliveries carry a signature of the new secret and one of each older secret. */
export function rollSecret(endpoint: EndpointRecord): string {
  const secret = createEndpointSecret()
  endpoint.secrets = [secret, ...endpoint.secrets]
  return secret
}

/** Ends the roll: only the newest secret signs. */
export function expireOldSecrets(endpoint: EndpointRecord): void {
  endpoint.secrets = endpoint.secrets.slice(0, 1)
}

/** Whether the endpoint is enabled and listens to this type of event. */
export function wantsEvent({ isEnabled, events }: EndpointRecord, type: string): boolean {
  return isEnabled && ['*', type, `v1.${type}`].some((name) => events.includes(name))
}

/** @throws 404 */
export function getEndpoint(account: Account, id: string): EndpointRecord {
  const endpoint = endpointsOf(account).find(id)
  if (!endpoint) throw noSuch('webhook endpoint', id)
  return endpoint
}

/** The secret is told once, in the answer to the creation. */
export function endpointObject(
  account: Account,
  { id, created, url, events, apiVersion, isEnabled, description, metadata }: EndpointRecord,
): Stripe.WebhookEndpoint {
  return {
    id,
    object: 'webhook_endpoint',
    api_version: apiVersion,
    application: null,
    created,
    description,
    enabled_events: [...events],
    livemode: account.livemode,
    metadata: { ...metadata },
    status: isEnabled ? 'enabled' : 'disabled',
    url,
  }
}

function createEndpointSecret(): string {
  return `whsec_${createSecret()}`
}
