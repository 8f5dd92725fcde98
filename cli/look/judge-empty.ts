import { count, timeOf } from '../terminal/amounts.ts'
import type { AtStripe, Facts } from './facts.ts'
import { isKnown } from '../person/unknown.ts'
import type { Verdict } from './verdict.ts'

/** Stripe has no customer under the address that the page would show. */
export function judgeEmpty({ rows }: Facts, stripe: AtStripe): Verdict {
  const mode = stripe.livemode ? 'live' : 'test'
  const nothing = (kind: string, says: string, remedy: string): Verdict => ({
    kind,
    says: `They see no billing account: ${says}`,
    remedy,
    isSeeing: false,
  })
  const isElsewhere =
    isKnown(rows) && rows.length > 0 && rows.every(({ livemode }) => livemode !== stripe.livemode)
  if (isElsewhere)
    return nothing(
      'other_mode',
      `their customers are in ${stripe.livemode ? 'test' : 'live'} mode, and the key here is for ${mode} mode.`,
      'give the site keys of that mode: `npm run setup`',
    )
  const [last] = stripe.departures.toSorted((a, b) => b.at - a.at)
  if (last !== undefined)
    return last.kind === 'deleted'
      ? nothing(
          'customer_deleted',
          `${last.id} was deleted at Stripe on ${timeOf(last.at)}.`,
          'a deleted customer never comes back; a new purchase makes a new one',
        )
      : nothing(
          'customer_moved',
          `${last.id} was given another address at Stripe on ${timeOf(last.at)}.`,
          'they sign in with that address; or correct it at Stripe',
        )
  if ((stripe.guestPurchases ?? 0) > 0)
    return nothing(
      'guest_only',
      `they bought only as a guest, ${count(stripe.guestPurchases ?? 0, 'time')}.`,
      'nothing is wrong: a guest has no billing account; to have one made, set `customer_creation` to `always` where they buy',
    )
  if (stripe.similar.length > 0)
    return nothing(
      'similar_only',
      `Stripe has no customer with this address, only similar ones.`,
      'they sign in with the address as Stripe has it; or correct it there',
    )
  return nothing(
    'no_customer',
    `Stripe has no customer with this address in ${mode} mode.`,
    'ask which address their receipts went to; they sign in with that one, or you correct it at Stripe',
  )
}
