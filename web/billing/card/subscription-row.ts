import type { PortalAllowance, SubscriptionSummary } from '#server/contract/links.ts'
import { h } from '../../element/render.ts'
import { icon } from '../../parts/icon.ts'
import type { Page } from '../../state.ts'
import { choosePlural, fill } from '../../words/fill.ts'
import { formatCount, formatDate } from '../../words/format.ts'
import { paymentLines } from './payment-lines.ts'
import { priceWords } from './price-words.ts'
import { conditionOf, factsOf } from './status.ts'

/** The id of a subscription's row, by which its buttons are described. */
export function rowId({ id }: SubscriptionSummary): string {
  return `row-${id}`
}

/** The id of its product's name, if the row says it. */
export function titleId({ id }: SubscriptionSummary): string {
  return `title-${id}`
}

/** Price, status, date and payments of one subscription, and its product if the card holds several. */
export function subscriptionRow(
  page: Page,
  {
    subscription,
    allows,
    isNamed,
    buttons,
  }: {
    subscription: SubscriptionSummary
    allows: PortalAllowance[]
    isNamed: boolean
    buttons: (HTMLElement | null)[]
  },
): HTMLElement {
  const { id, status } = subscription
  const { icon: sign, tone } = factsOf(subscription)
  const price = priceWords(page, subscription)
  const date = dateWords(page, subscription)
  return h(
    'div',
    { class: 'subscription', 'data-row': id, 'data-status': status },
    isNamed && h('h3', { id: titleId(subscription) }, productOf(page, subscription)),
    h(
      'ul',
      { id: rowId(subscription), class: 'facts', role: 'list' },
      h(
        'li',
        { class: `status ${tone}`, part: 'status' },
        icon(sign),
        statusWords(page, subscription),
      ),
      price !== null && h('li', { class: 'price', part: 'price' }, price),
      date !== null && h('li', { class: 'date' }, date),
    ),
    ...paymentLines(page, subscription, { allows, now: Date.now() }),
    buttons.length > 0 && h('p', { class: 'row' }, ...buttons),
  )
}

/** "Pro plan", "25 × Pro plan", or "Pro plan and 2 more" if a subscription has several items. */
export function productOf(
  { text, locale }: Pick<Page, 'text' | 'locale'>,
  { product: known, items, quantity }: Pick<SubscriptionSummary, 'product' | 'items' | 'quantity'>,
): string {
  const product = known ?? text.links.unnamed
  const more = items - 1
  if (quantity !== null && quantity > 1)
    return fill(text.links.times, { product, count: formatCount(locale, quantity) })
  if (more < 1) return product
  return fill(choosePlural(text.page.language, text.links.more, more), {
    product,
    count: formatCount(locale, more),
  })
}

// Stripe may add a status: its own word is better than none.
function statusWords({ text, locale }: Page, subscription: SubscriptionSummary): string {
  const { pausedUntil } = subscription
  const condition = conditionOf(subscription)
  if (condition === 'collection_paused' && pausedUntil !== null)
    return fill(text.links.pausedUntil, { date: formatDate(locale, pausedUntil) })
  const words: Record<string, string | undefined> = text.statuses
  return words[condition] ?? condition.replaceAll('_', ' ')
}

function dateWords({ text, locale }: Page, subscription: SubscriptionSummary): string | null {
  const { status, renewsAt, endsAt, paused } = subscription
  const { ends, trialEnds, renews, usableUntil } = text.links
  const { isRunning, isCanceling } = factsOf(subscription)
  if (endsAt !== null)
    return fill(isCanceling ? usableUntil : ends, { date: formatDate(locale, endsAt) })
  if (renewsAt === null || !isRunning || paused) return null
  return fill(status === 'trialing' ? trialEnds : renews, { date: formatDate(locale, renewsAt) })
}
