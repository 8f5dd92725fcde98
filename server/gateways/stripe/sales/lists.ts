import type Stripe from 'stripe'
import type { CheckoutSale, InvoiceSale, SubscriptionSale } from '../../../rules/purchases/sale.ts'
import { createAsk, createExpanding } from '../ask.ts'
import type { CallLimits, StripeClient } from '../client.ts'
import { isMissing } from '../fault.ts'
import { idOf } from './convert.ts'
import { invoiceIfWhole, sessionIfWhole, subscriptionIfWhole } from './read-whole.ts'

/** Created then or later (Unix seconds; `null`: from the beginning), behind the last one of the page before. */
export type SalesPlace = { since: number | null; after: string | null }

/**
 * In Stripe's order; `sale` is `null` where the list doesn't say all of it: it has to be read by itself.
 * `last`: the id to continue after; `null`: there are no more.
 */
export type SalesPage<Sale> = {
  entries: { id: string; sale: Sale | null }[]
  last: string | null
}

/**
 * Stripe's lists of what was sold, the newest first, a hundred at a time, by one call each.
 * Every call: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`
 */
export type StripeSalesLists = {
  /** Complete sessions. */
  listSessions(place: SalesPlace): Promise<SalesPage<CheckoutSale>>
  /** Subscriptions of every status, whenever they were made. */
  listSubscriptions(place: SalesPlace): Promise<SalesPage<SubscriptionSale>>
  /** Paid invoices. */
  listInvoices(place: SalesPlace): Promise<SalesPage<InvoiceSale>>
  /** Refunds and disputes say which sale has to be read. */
  listRefunds(place: SalesPlace): Promise<SalesPage<never>>
  listDisputes(place: SalesPlace): Promise<SalesPage<never>>
}

const ofSessions = [
  { path: 'data.line_items', permission: 'rak_checkout_session_read' },
  { path: 'data.payment_intent', permission: 'rak_payment_intent_read' },
  { path: 'data.payment_intent.latest_charge', permission: 'rak_charge_read' },
]

/**
 * @param now milliseconds since 1970
 * @param limits asked at each call: time-out and retries, if they differ from the client's
 */
export function createStripeSalesLists(
  client: StripeClient,
  now: () => number,
  limits: () => CallLimits = () => ({}),
): StripeSalesLists {
  const ask = createAsk(client)
  const expanding = createExpanding(now)

  /** A page, and what each entry becomes. A cursor that is gone begins at the newest again. */
  async function page<Entry extends { id?: string }, Sale>(
    call: string,
    { since, after }: SalesPlace,
    list: (stripe: Stripe, question: Question) => Promise<{ data: Entry[]; has_more: boolean }>,
    become: (entry: Entry) => Sale | null,
  ): Promise<SalesPage<Sale>> {
    const created = since === null ? {} : { created: { gte: since } }
    const behind = after === null ? {} : { starting_after: after }
    const { data, has_more: hasMore } = await ask(call, async (stripe) => {
      try {
        return await list(stripe, { limit: 100, ...created, ...behind })
      } catch (error) {
        if (after !== null && isMissing(error)) return list(stripe, { limit: 100, ...created })
        throw error
      }
    })
    const entries = data.map((entry) => ({ id: entry.id ?? '', sale: become(entry) }))
    return { entries, last: hasMore ? idOf(data.at(-1)?.id) : null }
  }

  return {
    listSessions: (place) =>
      page(
        'GET /v1/checkout/sessions',
        place,
        (stripe, question) =>
          expanding(ofSessions, (expand) =>
            stripe.checkout.sessions.list({ ...question, status: 'complete', expand }, limits()),
          ),
        sessionIfWhole,
      ),
    listSubscriptions: ({ after }) =>
      page(
        'GET /v1/subscriptions',
        { since: null, after },
        (stripe, question) => stripe.subscriptions.list({ ...question, status: 'all' }, limits()),
        subscriptionIfWhole,
      ),
    listInvoices: (place) =>
      page(
        'GET /v1/invoices',
        place,
        (stripe, question) => stripe.invoices.list({ ...question, status: 'paid' }, limits()),
        invoiceIfWhole,
      ),
    listRefunds: (place) =>
      page<Stripe.Refund, never>(
        'GET /v1/refunds',
        place,
        (stripe, question) => stripe.refunds.list(question, limits()),
        () => null,
      ),
    listDisputes: (place) =>
      page<Stripe.Dispute, never>(
        'GET /v1/disputes',
        place,
        (stripe, question) => stripe.disputes.list(question, limits()),
        () => null,
      ),
  }
}

type Question = { limit: number; created?: { gte: number }; starting_after?: string }
