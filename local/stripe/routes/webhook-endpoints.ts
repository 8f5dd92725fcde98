import { listObject } from '../api/list.ts'
import { findBoolean, findList, findText, findTexts, getText } from '../api/params.ts'
import { invalid, missing } from '../api/problem.ts'
import type { Resource } from '../api/resource.ts'
import {
  addEndpoint,
  endpointObject,
  endpointsOf,
  getEndpoint,
} from '../objects/webhook-endpoints.ts'

const path = '/v1/webhook_endpoints'

/** Where events are delivered. */
export const webhookEndpoints: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_webhook_read',
      params: ['limit', 'starting_after', 'ending_before'],
      answer: ({ account, params }) =>
        listObject({
          url: path,
          kind: 'webhook endpoint',
          params,
          collection: endpointsOf(account),
          toObject: (endpoint) => endpointObject(account, endpoint),
        }),
    },
    {
      method: 'POST',
      path,
      permission: 'rak_webhook_write',
      params: ['url', 'enabled_events', 'api_version', 'description', 'metadata'],
      answer({ account, params }) {
        const events = findList(params, 'enabled_events')
        if (!events?.length) throw missing('enabled_events')
        const endpoint = addEndpoint(account, {
          url: checkUrl(getText(params, 'url'), account.livemode),
          events,
          apiVersion: findText(params, 'api_version') || null,
          description: findText(params, 'description') || null,
          metadata: findTexts(params, 'metadata') ?? {},
        })
        const told = endpointObject(account, endpoint)
        return account.world.control.hidesEndpointSecrets
          ? told
          : { ...told, secret: endpoint.secrets[0] }
      },
    },
    {
      method: 'POST',
      path: `${path}/:endpoint`,
      permission: 'rak_webhook_write',
      params: ['url', 'enabled_events', 'disabled', 'metadata'],
      answer({ account, ids: [id], params }) {
        const endpoint = getEndpoint(account, id)
        const url = findText(params, 'url')
        const events = findList(params, 'enabled_events')
        const disabled = findBoolean(params, 'disabled')
        if (url !== undefined) endpoint.url = checkUrl(url, account.livemode)
        if (events) endpoint.events = events
        if (disabled !== undefined) endpoint.isEnabled = !disabled
        endpoint.metadata = { ...endpoint.metadata, ...findTexts(params, 'metadata') }
        return endpointObject(account, endpoint)
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:endpoint`,
      permission: 'rak_webhook_write',
      params: [],
      answer({ account, ids: [id] }) {
        const endpoint = getEndpoint(account, id)
        endpoint.isEnabled = false
        endpointsOf(account).remove(endpoint)
        return { id, object: 'webhook_endpoint', deleted: true }
      },
    },
  ],
}

/** In live mode Stripe insists on https; in test mode it may be an http address on this machine. */
function checkUrl(url: string, livemode: boolean): string {
  const protocol = URL.parse(url)?.protocol
  if (protocol === 'https:' || (protocol === 'http:' && !livemode)) return url
  const message = `Invalid URL: ${url}. It must be absolute and begin with https.`
  throw invalid(message, 'url', 'url_invalid')
}
