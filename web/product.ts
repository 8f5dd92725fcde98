import type { SubscriptionSummary } from '#server/contract.ts'
import { choosePlural, fill } from './fill.ts'
import type { Text } from './locales/text.ts'

/** "Pro plan", or "Pro plan and 2 more" where a subscription has several items. */
export function productOf(text: Text, { product, items }: SubscriptionSummary): string {
  const name = product ?? text.links.unnamed
  const more = items - 1
  if (more < 1) return name
  return fill(choosePlural(text.page.language, text.links.more, more), {
    product: name,
    count: String(more),
  })
}
