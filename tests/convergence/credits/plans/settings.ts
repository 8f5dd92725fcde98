import type Stripe from 'stripe'

/** What an owner can choose for changes of plan and for cancellations in the portal. */
export type Settings = {
  update: Pick<
    Stripe.BillingPortal.Configuration.Features.SubscriptionUpdate,
    | 'billing_cycle_anchor'
    | 'proration_behavior'
    | 'schedule_at_period_end'
    | 'trial_update_behavior'
  >
  cancel: Pick<
    Stripe.BillingPortal.Configuration.Features.SubscriptionCancel,
    'mode' | 'proration_behavior'
  >
}

const conditions = [[], ['decreasing_item_amount'], ['shortening_interval']]
const cancellations: Settings['cancel'][] = [
  { mode: 'at_period_end', proration_behavior: 'none' },
  { mode: 'immediately', proration_behavior: 'none' },
  { mode: 'immediately', proration_behavior: 'create_prorations' },
]

/** All of them, in every combination. */
export const everySetting: readonly Settings[] = [...conditions, conditions.flat()].flatMap(
  (types) =>
    ['none', 'create_prorations', 'always_invoice'].flatMap((proration_behavior) =>
      (['unchanged', 'now'] as const).flatMap((billing_cycle_anchor) =>
        ['end_trial', 'continue_trial'].flatMap((trial_update_behavior) =>
          cancellations.map((cancel) => ({
            update: {
              billing_cycle_anchor,
              proration_behavior,
              schedule_at_period_end: { conditions: types.map((type) => ({ type })) },
              trial_update_behavior,
            },
            cancel,
          })),
        ),
      ),
    ),
)

/** All of them in turn; neighbors differ in everything. */
export function settingsOf(number: number): Settings {
  return everySetting[(number * 37) % everySetting.length]!
}
