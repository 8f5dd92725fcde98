import type { PortalLink, PortalLinksRequest, PortalLinksResponse } from '#server/contract/links.ts'
import type { Problem } from '#server/contract/problem.ts'
import { isFaultCode, PageFault } from './faults.ts'
import type { FaultCode } from './faults.ts'
import { readRetryAfter, send } from './send.ts'
import type { Answer } from './send.ts'

/** The door, who asks, and until when the answer is wanted. */
export type Asking = { gatewayUrl: string; accessToken: string; signal: AbortSignal }

/**
 * Asks for every customer of the proven address.
 * @throws the door's own codes, `answer_unreadable`, `offline`, `timeout`
 */
export async function askForLinks(
  { gatewayUrl, accessToken, signal }: Asking,
  order: PortalLinksRequest,
): Promise<PortalLinksResponse> {
  const headers = { Authorization: `Bearer ${accessToken}` }
  return judgeLinks(await send({ url: gatewayUrl, headers, body: order, signal }))
}

/**
 * Whether the door has all it needs: one that lacks a variable says so before it says anything else, even to a question
 * without a token. A door that can't be asked counts as one that has: what follows will say what is wrong.
 */
export async function isConfigured({
  gatewayUrl,
  signal,
}: Omit<Asking, 'accessToken'>): Promise<boolean> {
  try {
    const answer = await fetch(gatewayUrl, { method: 'OPTIONS', cache: 'no-store', signal })
    return answer.ok || ((await answer.json()) as Partial<Problem>).code !== 'config_missing'
  } catch {
    return true
  }
}

/**
 * One fresh link for one customer. Where the owner's portal forbids the flow, the portal's front page instead.
 * @throws as `askForLinks`; `stripe_unavailable` where no link came
 */
export async function askForPortal(asking: Asking, order: PortalLinksRequest): Promise<string> {
  const answer = await askForLinks(asking, order).catch((error: unknown) => {
    if (!(error instanceof PageFault) || error.code !== 'flow_unavailable') throw error
    const { flow: _flow, subscription: _subscription, ...plain } = order
    return askForLinks(asking, plain)
  })
  const link = answer.links.find(({ customer }) => customer === order.customer)
  if (!link || link.url === null) throw new PageFault('stripe_unavailable', 'The door sent no link')
  return link.url
}

/** Whether a URL may be opened: https, or plain http on this very machine, where the stand-in lives. */
export function isPortalUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  )
}

/** A session that nobody opens dies after five minutes, so one older than four is not opened any more. */
export function isFresh({ url }: PortalLink, ageMs: number): boolean {
  return url !== null && ageMs >= 0 && ageMs < 240_000
}

/** @throws the door's code, or one made from the status where something else answered in its place */
export function judgeLinks({ status, headers, body }: Answer): PortalLinksResponse {
  if (status === 200 && isLinks(body)) return body
  const code = isFaultCode(body?.['code']) ? body['code'] : codeOfStatus(status)
  const requestId = typeof body?.['requestId'] === 'string' ? body['requestId'] : null
  throw new PageFault(code, `The door answered ${status}`, {
    requestId,
    retryAfterSeconds: readRetryAfter(headers),
  })
}

function isLinks(body: unknown): body is PortalLinksResponse {
  if (typeof body !== 'object' || body === null) return false
  return (
    'email' in body &&
    typeof body.email === 'string' &&
    'links' in body &&
    Array.isArray(body.links)
  )
}

function codeOfStatus(status: number): FaultCode {
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'internal' : 'answer_unreadable'
}
