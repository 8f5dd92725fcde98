import type { EventType } from '../../needs.ts'
import type { Ring } from '../../rules/events/parse-ring.ts'
import { parseRing } from '../../rules/events/parse-ring.ts'
import { customerSubject } from '../customers/customer-subject.ts'
import { catalogueSubject } from '../offers/catalogue-subject.ts'
import { purchaseSubject } from '../purchases/purchase-subject.ts'
import type { Errand, Subject } from '../subject.ts'

/** Whom an event of a type rings for, and what it asks for. */
type Route = { subject: Subject; ask: (ring: Ring) => 'refresh' | 'bury' | 'unchanged' }

/** Whatever events ring for. */
export const subjects: readonly Subject[] = [customerSubject, purchaseSubject, catalogueSubject]

const sale: Route = { subject: purchaseSubject, ask: () => 'refresh' }
const offer: Route = { subject: catalogueSubject, ask: () => 'refresh' }

/** One line for each type in `needs.ts`: webhook and replay both go by it. */
const routes: Record<EventType, Route> = {
  'customer.created': { subject: customerSubject, ask: () => 'refresh' },
  'customer.updated': { subject: customerSubject, ask: refreshIfChanged('email') },
  'customer.deleted': { subject: customerSubject, ask: () => 'bury' },
  'checkout.session.completed': sale,
  'checkout.session.async_payment_succeeded': sale,
  'invoice.paid': sale,
  'customer.subscription.created': sale,
  'customer.subscription.updated': sale,
  'customer.subscription.deleted': sale,
  'customer.subscription.paused': sale,
  'customer.subscription.resumed': sale,
  'charge.refunded': sale,
  'refund.updated': sale,
  'refund.failed': sale,
  'charge.dispute.created': sale,
  'charge.dispute.updated': sale,
  'charge.dispute.closed': sale,
  'charge.dispute.funds_withdrawn': sale,
  'charge.dispute.funds_reinstated': sale,
  'product.created': offer,
  'product.updated': offer,
  'product.deleted': offer,
  'price.created': offer,
  'price.updated': offer,
  'price.deleted': offer,
}

/**
 * What an event asks for.
 * @param event parsed JSON of any shape, its signature checked
 * @param livemode the mode of our key
 */
export function routeEvent(event: unknown, livemode: boolean): Errand {
  const ring = parseRing(event, livemode)
  if (ring === null) return { kind: 'ignored' }
  const { subject, ask } = routes[ring.type]
  if (!subject.isId(ring.object)) return { kind: 'ignored' }
  const kind = ask(ring)
  if (kind === 'unchanged') return { kind }
  return { kind, subject, id: ring.object, createdAt: ring.createdAt }
}

/** Unless the event states its changes and none of the fields is among them. */
function refreshIfChanged(...fields: string[]): Route['ask'] {
  return ({ changes }) =>
    changes === null || fields.some((field) => changes.has(field)) ? 'refresh' : 'unchanged'
}
