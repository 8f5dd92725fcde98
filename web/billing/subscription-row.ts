import type { SubscriptionSummary } from '#server/contract/links.ts'
import { h } from '../element/render.ts'
import { icon } from '../parts/icon.ts'
import type { Page } from '../state.ts'
import { choosePlural, fill } from '../words/fill.ts'
import { formatCount, formatDate, formatPrice } from '../words/format.ts'
import { factsOf } from './status.ts'

/** The id of a subscription's row, by which its buttons are described. */
export function rowId({ id }: SubscriptionSummary): string {
  return `row-${id}`
}

/** Price, status and date of one subscription, and its product if the card holds several. */
export function subscriptionRow(
  page: Page,
  {
    subscription,
    isNamed,
    buttons,
  }: { subscription: SubscriptionSummary; isNamed: boolean; buttons: HTMLElement[] },
): HTMLElement {
  const { id, status } = subscription
  const price = formatPrice(page, subscription)
  const date = dateLine(page, subscription)
  return h(
    'div',
    { id: rowId(subscription), class: 'subscription', 'data-row': id, 'data-status': status },
    isNamed && h('h3', {}, productOf(page, subscription)),
    h(
      'p',
      { class: 'facts' },
      h(
        'span',
        { class: `status ${toneOf(subscription)}`, part: 'status' },
        icon(factsOf(subscription).icon),
        statusWords(page, status),
      ),
      price !== null && h('span', { class: 'price', part: 'price' }, price),
      date !== null && h('span', { class: 'date' }, date),
    ),
    buttons.length > 0 && h('p', { class: 'row' }, ...buttons),
  )
}

/** "Pro plan", or "Pro plan and 2 more" if a subscription has several items. */
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

// Stripe may add a status: its own word is better than none.
function statusWords({ text }: Page, status: string): string {
  const words: Record<string, string | undefined> = text.statuses
  return words[status] ?? status.replaceAll('_', ' ')
}

function toneOf(subscription: SubscriptionSummary): string {
  const { isOverdue, isRunning } = factsOf(subscription)
  if (isOverdue) return 'bad'
  return isRunning ? 'good' : 'neutral'
}

function dateLine({ text, locale }: Page, subscription: SubscriptionSummary): string | null {
  const { status, renewsAt, endsAt } = subscription
  const { ends, trialEnds, renews } = text.links
  if (endsAt !== null) return fill(ends, { date: formatDate(locale, endsAt) })
  if (renewsAt === null || !factsOf(subscription).isRunning) return null
  return fill(status === 'trialing' ? trialEnds : renews, { date: formatDate(locale, renewsAt) })
}
