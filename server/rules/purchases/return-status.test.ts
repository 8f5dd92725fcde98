import { expect, test } from 'vitest'
import { returnStatus } from './return-status.ts'
import type { ReturnedSale } from './returned-sale.ts'

type Said = {
  session: { mode?: 'payment' | 'subscription'; status?: string; paymentStatus?: string }
  intent?: string
  subscription?: string
  invoice?: string
}

/** Only what the answer rests on. */
const sale = ({ session, intent, subscription, invoice }: Said) =>
  ({
    session: { mode: 'payment', status: 'complete', paymentStatus: 'unpaid', ...session },
    intent: intent ?? null,
    subscription: subscription === undefined ? null : { status: subscription },
    invoice: invoice === undefined ? null : { status: invoice },
  }) as ReturnedSale
const plan = { mode: 'subscription' } as const

test.each<[Said, string]>([
  [{ session: { paymentStatus: 'paid' } }, 'paid'],
  [{ session: { paymentStatus: 'no_payment_required' } }, 'paid'],
  [{ session: { status: 'open' } }, 'open'],
  [{ session: { status: 'expired' } }, 'expired'],
  // Once.
  [{ session: {} }, 'processing'],
  [{ session: {}, intent: 'processing' }, 'processing'],
  [{ session: {}, intent: 'requires_action' }, 'processing'],
  [{ session: {}, intent: 'requires_capture' }, 'processing'],
  [{ session: {}, intent: 'a_status_of_next_year' }, 'processing'],
  [{ session: {}, intent: 'requires_payment_method' }, 'expired'],
  [{ session: {}, intent: 'canceled' }, 'expired'],
  // Again and again.
  [{ session: plan }, 'processing'],
  [{ session: plan, subscription: 'active', invoice: 'open' }, 'processing'],
  [{ session: plan, subscription: 'incomplete', invoice: 'open' }, 'processing'],
  [{ session: plan, subscription: 'active', invoice: 'paid' }, 'paid'],
  [{ session: plan, subscription: 'past_due', invoice: 'open' }, 'open'],
  [{ session: plan, subscription: 'unpaid', invoice: 'open' }, 'open'],
  [{ session: plan, subscription: 'past_due' }, 'open'],
  [{ session: plan, subscription: 'incomplete_expired', invoice: 'void' }, 'expired'],
  [{ session: plan, subscription: 'canceled', invoice: 'open' }, 'expired'],
  [{ session: plan, invoice: 'void' }, 'expired'],
])('%j: %s', (said, status) => {
  expect(returnStatus(sale(said))).toBe(status)
})
