import type { PortalLink, PortalLinksRequest, PortalLinksResponse } from '#server/contract/links.ts'
import { askDoor } from '../requests/ask-door.ts'
import type { Asking } from '../requests/ask-door.ts'
import { PageFault } from '../requests/faults.ts'
import { isAt } from '../requests/is-at.ts'

/** The door that this area asks. */
export const linksPath = '/api/portal-links'

/**
 * Asks for every customer of the proven address.
 * @throws the door's own codes, `answer_unreadable`, `offline`, `timeout`
 */
export function askForLinks(
  asking: Asking,
  order: PortalLinksRequest,
): Promise<PortalLinksResponse> {
  return askDoor(asking, { path: linksPath, order, isAnswer: isLinks })
}

/**
 * One fresh link for one customer.
 * @throws as `askForLinks`; `stripe_unavailable` if no link came
 */
export async function askForPortal(asking: Asking, order: PortalLinksRequest): Promise<string> {
  const answer = await askForLinks(asking, order)
  const link = answer.links.find(({ customer }) => customer === order.customer)
  if (!link || link.url === null) throw new PageFault('stripe_unavailable', 'The door sent no link')
  return link.url
}

/**
 * Whether a URL may be opened: Stripe's portal, the owner's own domain for it, or the stand-in beside a page on this
 * very machine.
 * @param portalDomain of the brand; `undefined` in one from before it had such a line, where any https is right
 * @param pageHost the host of the page that opens it
 */
export function isPortalUrl(
  url: string,
  { portalDomain, pageHost }: { portalDomain: string | null | undefined; pageHost: string },
): boolean {
  const isKnown = (host: string) =>
    portalDomain === undefined || ['billing.stripe.com', portalDomain].includes(host)
  return isAt(url, isKnown, pageHost)
}

/** Whether a URL is an invoice's page at Stripe, or the stand-in's. */
export function isInvoiceUrl(url: string, pageHost: string): boolean {
  return isAt(url, (host) => host === 'invoice.stripe.com', pageHost)
}

/** Whether a link may be opened as it is: one that nobody opens dies after five minutes, so none older than four. */
export function isFresh({ url }: PortalLink, ageMs: number): boolean {
  return url !== null && ageMs >= 0 && ageMs < 240_000
}

function isLinks(body: object): body is PortalLinksResponse {
  return (
    'email' in body &&
    typeof body.email === 'string' &&
    'links' in body &&
    Array.isArray(body.links)
  )
}
