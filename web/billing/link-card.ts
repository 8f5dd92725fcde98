import type { PortalLink } from '#server/contract/links.ts'
import { h, strong } from '../element/render.ts'
import { createErrorSummary } from '../parts/error-summary.ts'
import { icon } from '../parts/icon.ts'
import type { Page } from '../state.ts'
import { fill } from '../words/fill.ts'
import { formatMonth } from '../words/format.ts'
import { actionButton } from './action-button.ts'
import { actionsOf, isOverdue, parseIntent } from './actions.ts'
import { productOf, rowId, subscriptionRow } from './subscription-row.ts'
import { supportDetails } from './support-details.ts'

/** One billing account: what it is for, what it costs, its status, and what can be done. */
export function linkCard(
  page: Page,
  {
    link,
    email,
    receivedAt,
    index,
  }: { link: PortalLink; email: string; receivedAt: number; index: number },
): HTMLElement {
  const { text, settings } = page
  const { customer } = link
  const subscriptions = link.subscriptions ?? []
  const intent = parseIntent(settings.intent)
  const id = `card-${index}`
  const summary = createErrorSummary(page)
  const actions = actionsOf(link, intent)
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
    { class: 'card', part: 'card', 'data-link': customer, 'aria-labelledby': id },
    subscriptions.some(isOverdue) &&
      h('p', { class: 'overdue', part: 'notice' }, icon('warning'), text.links.overdue),
    h('h2', { id }, titleOf(page, link)),
    ownerLine(page, link, intent === null ? null : email),
    link.subscriptions?.length === 0 && h('p', { class: 'hint' }, text.links.noneCurrent),
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

/**
 * Whose account it is, and since when, if the title doesn't say so. The address is at the head of the page, and on each
 * card as well if somebody's link has brought the visitor here for one press: the card then says everything that the
 * press is about.
 */
function ownerLine(page: Page, link: PortalLink, email: string | null): HTMLElement | null {
  const parts = [
    link.name !== null && h('bdi', {}, link.name),
    email !== null && strong(email),
    link.subscriptions !== null &&
      link.subscriptions.length > 0 &&
      h('span', { 'data-since': true }, sinceWords(page, link)),
  ].filter((part) => part !== false)
  if (parts.length === 0) return null
  return h(
    'p',
    { class: 'name' },
    ...parts.flatMap((part, i) => (i === 0 ? [part] : [' · ', part])),
  )
}

function sinceWords({ text, locale }: Page, { createdAt }: PortalLink): string {
  return fill(text.links.since, { month: formatMonth(locale, createdAt) })
}

function titleOf(page: Page, link: PortalLink): string {
  const { text } = page
  const subscriptions = link.subscriptions ?? []
  if (subscriptions.length === 0) return sinceWords(page, link)
  const products = new Set(subscriptions.map((subscription) => productOf(page, subscription)))
  return new Intl.ListFormat(text.page.language).format(products)
}
