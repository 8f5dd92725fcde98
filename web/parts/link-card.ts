import type { PortalLink } from '#server/contract.ts'
import { actionsOf } from '../actions.ts'
import { fill } from '../fill.ts'
import { formatMonth } from '../format.ts'
import { productOf } from '../product.ts'
import type { Page } from '../page.ts'
import { h } from '../render.ts'
import { actionButton } from './action-button.ts'
import { createErrorSummary } from './error-summary.ts'
import { icon } from './icon.ts'
import { rowId, subscriptionRow } from './subscription-row.ts'
import { supportDetails } from './support-details.ts'

/** One customer record: what it is for, what it costs, how it stands, and what can be done. */
export function linkCard(
  page: Page,
  { link, receivedAt, index }: { link: PortalLink; receivedAt: number; index: number },
): HTMLElement {
  const { text, settings } = page
  const { subscriptions, customer, name } = link
  const id = `card-${index}`
  const summary = createErrorSummary(page)
  const isOverdue = subscriptions.some(({ status }) => status === 'past_due' || status === 'unpaid')
  const actions = actionsOf(link, settings.intent)
  const buttons = actions.map((action) => {
    const isMain = action.kind === actions[0]?.kind
    const style = isMain ? 'main' : action.among ? 'quiet' : 'minor'
    const describedBy = action.subscription === null ? id : rowId(action.subscription)
    const button = actionButton(page, { action, link, receivedAt, summary, style, describedBy })
    return { action, isMain, button }
  })
  const ofCard = buttons.filter(({ action }) => !action.among)
  return h(
    'article',
    { class: 'card', 'data-link': customer, 'aria-labelledby': id },
    isOverdue && h('p', { class: 'overdue' }, icon('warning'), text.links.overdue),
    h('h2', { id }, titleOf(page, link)),
    name !== null && h('p', { class: 'name' }, h('bdi', {}, name)),
    subscriptions.length === 0 && h('p', { class: 'hint' }, text.links.noneCurrent),
    ...subscriptions.map((subscription) =>
      subscriptionRow(page, {
        subscription,
        isNamed: subscriptions.length > 1,
        buttons: buttons
          .filter(({ action }) => action.among && action.subscription === subscription)
          .map(({ button }) => button),
      }),
    ),
    summary.element,
    h(
      'div',
      { class: 'actions' },
      ...ofCard.filter(({ isMain }) => isMain).map(({ button }) => button),
      h(
        'div',
        { class: 'shortcuts' },
        ...ofCard.filter(({ isMain }) => !isMain).map(({ button }) => button),
      ),
    ),
    supportDetails(page, customer),
  )
}

function titleOf({ text, locale }: Page, { subscriptions, createdAt }: PortalLink): string {
  if (subscriptions.length === 0)
    return fill(text.links.noSubscription, { month: formatMonth(locale, createdAt) })
  const products = new Set(subscriptions.map((subscription) => productOf(text, subscription)))
  return new Intl.ListFormat(text.page.language).format(products)
}
