import { replayedTypes } from '../../needs.ts'
import type { EventId } from '../../rules/proved.ts'
import { isEventId } from '../../rules/proved.ts'
import { createAsk } from './ask.ts'
import type { CallLimits, StripeClient } from './client.ts'
import { isMissing } from './fault.ts'

/** An event's place in time; `created` in Unix seconds, by Stripe's clock. */
export type EventMark = { id: EventId; created: number }

/** An event as the log has it: of our own account, whatever it says of whose it is. */
export type LoggedEvent = { id: EventId; event: { type: string; livemode: boolean; data: unknown } }

/**
 * Stripe's log of the last thirty days.
 * Every call: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`.
 */
export type StripeEventLog = {
  /** Whether Stripe still knows the event. */
  knowsEvent(id: EventId): Promise<boolean>
  /**
   * The newest event of any kind; `null` if there was none in thirty days.
   * @param until Unix seconds: only those created then or before; `null`: no bound
   */
  newestEvent(until: number | null): Promise<EventMark | null>
  /**
   * Events of the types in `needs.ts` that are replayed, in the order in which they happened, a hundred at a time.
   * @param after an event's id; `null`: the newest hundred, and `hasMore` if there are older ones
   */
  listEventsAfter(after: EventId | null): Promise<{ events: LoggedEvent[]; hasMore: boolean }>
}

const pageSize = 100

/** @param limits asked at each call: time-out and retries, if they differ from the client's */
export function createStripeEventLog(
  client: StripeClient,
  limits: () => CallLimits = () => ({}),
): StripeEventLog {
  const ask = createAsk(client)
  return {
    newestEvent: (until) =>
      ask('GET /v1/events', async (stripe) => {
        const question = until === null ? { limit: 1 } : { limit: 1, created: { lte: until } }
        const [newest] = (await stripe.events.list(question, limits())).data
        return newest !== undefined && isEventId(newest.id)
          ? { id: newest.id, created: newest.created }
          : null
      }),

    knowsEvent: (id) =>
      ask('GET /v1/events/:id', async (stripe) => {
        try {
          await stripe.events.retrieve(id, {}, limits())
          return true
        } catch (error) {
          if (isMissing(error)) return false
          throw error
        }
      }),

    listEventsAfter: (after) =>
      ask('GET /v1/events', async (stripe) => {
        const question = { types: [...replayedTypes], limit: pageSize }
        // Backwards from the cursor is forwards in time:
        // https://docs.stripe.com/webhooks/process-undelivered-events
        const page = await stripe.events.list(
          after === null ? question : { ...question, ending_before: after },
          limits(),
        )
        const events = page.data.flatMap(({ id, type, livemode, data }) =>
          isEventId(id) ? [{ id, event: { type, livemode, data } }] : [],
        )
        return { events: events.toReversed(), hasMore: page.has_more }
      }),
  }
}
