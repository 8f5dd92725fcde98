import type Stripe from 'stripe'
import type { Happening, Shop } from './shop.ts'

/** What becomes of subscriptions. */
export function createPlans({ stripe, dice, shelf }: Shop): Record<string, [number, Happening]> {
  /** Does it to one that runs. */
  const toOne = (act: (running: Stripe.Subscription) => string) => () => {
    const ended = ['canceled', 'incomplete_expired']
    const running = dice.pick(
      stripe.subscriptions().filter(({ status }) => !ended.includes(status)),
    )
    return running && `${running.id} ${act(running)}`
  }
  const withoutItem = ({ id, items: { data } }: Stripe.Subscription) => {
    const items = data.map((item) => ({
      id: item.id,
      price: item.price.id,
      quantity: item.quantity!,
      periodStart: item.current_period_start,
      periodEnd: item.current_period_end,
    }))
    const extra = { ...items[0]!, id: `si_more_${stripe.events().length}`, price: shelf.plans[1]! }
    const isMore = items.length === 1
    stripe.changeSubscription(id, { items: isMore ? [...items, extra] : items.slice(0, -1) })
    return isMore ? 'got another item' : 'lost an item'
  }

  return {
    'a period': [
      4,
      toOne(({ id }) => {
        const outcome = dice.roll() < 0.75 ? 'succeeds' : 'fails'
        stripe.setSubscriptionOutcome(id, outcome)
        stripe.endPeriod(id)
        if (dice.roll() < 0.8) stripe.passDraftHour(id)
        return `ended, and the next payment ${outcome}`
      }),
    ],
    'some days': [
      2,
      toOne(({ id, items }) => {
        stripe.advanceSubscription(id, items.data[0]!.current_period_start + 9 * 86_400)
        return 'went by'
      }),
    ],
    'a plan': [
      3,
      toOne(({ id }) => {
        const change = { price: dice.pick(shelf.plans)!, quantity: dice.roll() < 0.7 ? 1 : 2 }
        stripe.changePlan(id, change)
        return `became ${change.quantity} of ${change.price}`
      }),
    ],
    'an item': [3, toOne(withoutItem)],
    'a cancellation': [
      2,
      toOne(({ id, items, cancel_at_period_end: isSet }) => {
        if (dice.roll() < 0.4) {
          stripe.cancelSubscription(id)
          return 'at once'
        }
        const end = items.data[0]!.current_period_end
        stripe.changeSubscription(id, { cancelAtPeriodEnd: !isSet, cancelAt: isSet ? null : end })
        return isSet ? 'was taken back' : 'for the end of the period'
      }),
    ],
    'a collection': [
      1,
      toOne(({ id, pause_collection: pause }) => {
        const behavior = dice.pick(['void', 'keep_as_draft', 'mark_uncollectible'] as const)!
        stripe.changeSubscription(id, { pause: pause ? null : { behavior, resumes_at: null } })
        return pause ? 'resumed' : 'paused'
      }),
    ],
    'an invoice': [
      1,
      () => {
        const open = dice.pick(stripe.invoices().filter(({ status }) => status === 'open'))
        if (open === null) return null
        stripe.payElsewhere(open.id!)
        return `${open.id} was paid by other means`
      },
    ],
  }
}
