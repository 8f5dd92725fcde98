import { GatewayError } from '../../errors.ts'
import type { StripeCatalogue } from '../../gateways/stripe/catalogue.ts'
import type { StripeCustomers } from '../../gateways/stripe/customers.ts'
import type { StripeSalesLists } from '../../gateways/stripe/sales/lists.ts'
import type { StripeSales } from '../../gateways/stripe/sales/sales.ts'
import type { StripeEventLog } from '../../gateways/stripe/event-log.ts'
import type { Pacer } from '../../rules/sync/pacer.ts'

/** The calls that the synchronization makes. */
export type SyncStripe = {
  customers: Pick<StripeCustomers, 'findCustomer' | 'listWindow'>
  sales: StripeSales
  lists: StripeSalesLists
  catalogue: StripeCatalogue
  log: StripeEventLog
}

/** The time given to a run is used up: what was saved is kept, and the next run resumes there. */
export class OutOfTimeError extends Error {}

const mostPauses = 6
const longestNap = 1000

/**
 * The same Stripe, at the pacer's speed: each call waits for its turn, and is made again after a pause that Stripe
 * asked for.
 * @param clock `hasTime`: whether a call may begin after so many milliseconds
 * @throws {OutOfTimeError} instead of beginning a call that could not end in time
 */
export function paceStripe(
  { customers, sales, lists, catalogue, log }: SyncStripe,
  pacer: Pacer,
  clock: { hasTime: (after: number) => boolean; sleep: (milliseconds: number) => Promise<void> },
): SyncStripe {
  /** In short naps, because a run that waits may be told to stop. */
  async function awaitTurn(wait: number): Promise<void> {
    for (let left = wait; ; left -= longestNap) {
      if (!clock.hasTime(Math.max(0, left))) throw new OutOfTimeError()
      if (left <= 0) return
      await clock.sleep(Math.min(left, longestNap))
    }
  }

  async function inTurn<T>(call: () => Promise<T>): Promise<T> {
    for (let pauses = 0; ; pauses += 1) {
      await awaitTurn(pacer.turn())
      try {
        const answer = await call()
        pacer.speedUp()
        return answer
      } catch (error) {
        const code = error instanceof GatewayError ? error.code : null
        // Cut short because the time is used up: that is nobody's fault.
        if (code === 'stripe_unavailable' && !clock.hasTime(0)) throw new OutOfTimeError()
        if (code !== 'stripe_rate_limited' || pauses === mostPauses) throw error
        pacer.slowDown(((error as GatewayError).retryAfterSeconds ?? 1) * 1000)
      }
    }
  }

  const paced =
    <Question extends unknown[], Answer>(call: (...question: Question) => Promise<Answer>) =>
    (...question: Question) =>
      inTurn(() => call(...question))
  return {
    customers: {
      findCustomer: paced(customers.findCustomer),
      listWindow: paced(customers.listWindow),
    },
    sales: {
      findSession: paced(sales.findSession),
      findSubscription: paced(sales.findSubscription),
      findInvoice: paced(sales.findInvoice),
      findSources: paced(sales.findSources),
    },
    lists: {
      listSessions: paced(lists.listSessions),
      listSubscriptions: paced(lists.listSubscriptions),
      listInvoices: paced(lists.listInvoices),
      listRefunds: paced(lists.listRefunds),
      listDisputes: paced(lists.listDisputes),
    },
    catalogue: {
      listPage: paced(catalogue.listPage),
      find: paced(catalogue.find),
    },
    log: {
      newestEvent: paced(log.newestEvent),
      knowsEvent: paced(log.knowsEvent),
      listEventsAfter: paced(log.listEventsAfter),
    },
  }
}
