import type { SubscriptionSummary } from '#server/contract/links.ts'
import { isOverdue } from './actions.ts'
import { fill } from '../words/fill.ts'
import { formatDate, formatPrice } from '../words/format.ts'
import { productOf } from '../element/product.ts'
import type { Page } from '../element/page.ts'
import { h } from '../element/render.ts'
import { icon } from '../parts/icon.ts'

const icons: Record<string, Parameters<typeof icon>[0]> = {
  active: 'check',
  trialing: 'clock',
  past_due: 'warning',
  unpaid: 'warning',
  paused: 'pause',
  incomplete: 'clock',
  incomplete_expired: 'ended',
  canceled: 'ended',
}

/** The id of a subscription's row, by which its buttons are described. */
export function rowId({ id }: SubscriptionSummary): string {
  return `row-${id}`
}

/** Price, status and date of one subscription; its product too where the card holds several. */
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
        icon(icons[status] ?? 'clock'),
        statusWords(page, status),
      ),
      price !== null && h('span', { class: 'price', part: 'price' }, price),
      date !== null && h('span', { class: 'date' }, date),
    ),
    buttons.length > 0 && h('p', { class: 'row' }, ...buttons),
  )
}

// Stripe may add a status; its own word is better than none.
function statusWords({ text }: Page, status: string): string {
  const words: Record<string, string | undefined> = text.statuses
  return words[status] ?? status.replaceAll('_', ' ')
}

function toneOf(subscription: SubscriptionSummary): string {
  if (isOverdue(subscription)) return 'bad'
  return ['active', 'trialing'].includes(subscription.status) ? 'good' : 'neutral'
}

function dateLine(
  { text, locale }: Page,
  { status, renewsAt, endsAt }: SubscriptionSummary,
): string | null {
  const { ends, trialEnds, renews } = text.links
  if (endsAt !== null) return fill(ends, { date: formatDate(locale, endsAt) })
  if (renewsAt === null || !['active', 'trialing', 'past_due'].includes(status)) return null
  return fill(status === 'trialing' ? trialEnds : renews, { date: formatDate(locale, renewsAt) })
}
