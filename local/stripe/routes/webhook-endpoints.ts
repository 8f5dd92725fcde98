import { invalid, missing } from '../problem.ts'
import { findBoolean, findList, findText, findTexts, getText } from '../wire/params.ts'
import { listObject } from '../wire/list.ts'
import { LIST_PARAMS, type Route } from '../wire/route.ts'
import { addEndpoint, endpointObject, getEndpoint } from '../webhook-endpoints.ts'

export const webhookEndpointRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/webhook_endpoints',
    permission: 'rak_webhook_read',
    params: LIST_PARAMS.filter((name) => name !== 'created'),
    answer: ({ account, params }) =>
      listObject({
        url: '/v1/webhook_endpoints',
        kind: 'webhook endpoint',
        params,
        collection: account.endpoints,
        toObject: (endpoint) => endpointObject(account, endpoint),
      }),
  },
  {
    method: 'POST',
    path: '/v1/webhook_endpoints',
    permission: 'rak_webhook_write',
    params: ['url', 'enabled_events', 'api_version', 'connect', 'description', 'metadata'],
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
      return { ...endpointObject(account, endpoint), secret: endpoint.secrets[0] }
    },
  },
  {
    method: 'GET',
    path: '/v1/webhook_endpoints/:endpoint',
    permission: 'rak_webhook_read',
    params: [],
    answer: ({ account, ids: [id] }) => endpointObject(account, getEndpoint(account, id)),
  },
  {
    method: 'POST',
    path: '/v1/webhook_endpoints/:endpoint',
    permission: 'rak_webhook_write',
    params: ['url', 'enabled_events', 'disabled', 'description', 'metadata'],
    answer({ account, ids: [id], params }) {
      const endpoint = getEndpoint(account, id)
      const url = findText(params, 'url')
      const events = findList(params, 'enabled_events')
      const disabled = findBoolean(params, 'disabled')
      const description = findText(params, 'description')
      if (url !== undefined) endpoint.url = checkUrl(url, account.livemode)
      if (events) endpoint.events = events
      if (disabled !== undefined) endpoint.isEnabled = !disabled
      if (description !== undefined) endpoint.description = description || null
      endpoint.metadata = { ...endpoint.metadata, ...findTexts(params, 'metadata') }
      return endpointObject(account, endpoint)
    },
  },
  {
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:endpoint',
    permission: 'rak_webhook_write',
    params: [],
    answer({ account, ids: [id] }) {
      const endpoint = getEndpoint(account, id)
      endpoint.isEnabled = false
      account.endpoints.remove(endpoint)
      return { id, object: 'webhook_endpoint', deleted: true }
    },
  },
]

/** In live mode Stripe insists on https; a stand-in may be rung at on this machine. */
function checkUrl(url: string, livemode: boolean): string {
  const protocol = URL.parse(url)?.protocol
  if (protocol === 'https:' || (protocol === 'http:' && !livemode)) return url
  throw invalid(
    `Invalid URL: ${url}. It must be absolute and begin with https.`,
    'url',
    'url_invalid',
  )
}
