import type { Subject } from '../subject.ts'
import { passPurchases } from './pass-purchases.ts'
import { refreshPurchase } from './refresh-purchase.ts'

/** What events of sales ring for: a session, a subscription, an invoice, a charge, a refund or a dispute. */
const form = /^(?:cs|sub|in|ch|py|re|pyr|dp|du)_\w{1,250}$/

/** What was sold: whatever rings, the session, subscription or invoice behind it is read whole. */
export const purchaseSubject: Subject = {
  name: 'purchases',
  isId: (id): id is string => typeof id === 'string' && form.test(id),
  async refresh(world, ids, ticket) {
    const first = ticket ?? (await world.records.takeReadTicket())
    const known = await Promise.all(ids.map((id) => refreshPurchase(world, id, first)))
    return new Set(ids.filter((_, at) => known[at]))
  },
  // Each is read by itself: Stripe's lists take no ids.
  refreshListed: async () => undefined,
  bury: async () => undefined,
  pass: passPurchases,
  tally: 'sold',
}
