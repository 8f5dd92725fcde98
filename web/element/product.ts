import type { SubscriptionSummary } from '#server/contract/links.ts'
import { choosePlural, fill } from '../words/fill.ts'
import { formatCount } from '../words/format.ts'
import type { Page } from './page.ts'

/** "Pro plan", or "Pro plan and 2 more" where a subscription has several items. */
export function productOf(
  { text, locale }: Pick<Page, 'text' | 'locale'>,
  { product, items }: SubscriptionSummary,
): string {
  const name = product ?? text.links.unnamed
  const more = items - 1
  if (more < 1) return name
  return fill(choosePlural(text.page.language, text.links.more, more), {
    product: name,
    count: formatCount(locale, more),
  })
}
