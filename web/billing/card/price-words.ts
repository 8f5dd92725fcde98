import type { SubscriptionSummary } from '#server/contract/links.ts'
import type { Page } from '../../state.ts'
import { fill } from '../../words/fill.ts'
import { formatPrice } from '../../words/format.ts'
import { factsOf } from './status.ts'

/** What a period costs; `null` if nothing is to be paid any more, or if no one number says it. */
export function priceWords(page: Page, subscription: SubscriptionSummary): string | null {
  const { links } = page.text
  const { amountMinor, items, quantity, status } = subscription
  if (factsOf(subscription).isCanceling) return null
  if (amountMinor === null) return items === 1 && quantity === null ? links.byUsage : null
  if (amountMinor === 0) return links.free
  const price = formatPrice(page, subscription)
  return price !== null && status === 'trialing' ? fill(links.afterTrial, { price }) : price
}
