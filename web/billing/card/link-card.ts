import type { PortalLink, SubscriptionSummary } from '#server/contract/links.ts'
import { h, strong } from '../../element/render.ts'
import { createErrorSummary } from '../../parts/error-summary.ts'
import { icon } from '../../parts/icon.ts'
import { supportLine } from '../../parts/support-line.ts'
import type { Page } from '../../state.ts'
import { fill } from '../../words/fill.ts'
import { formatMoment, formatMonth } from '../../words/format.ts'
import { isInvoiceUrl } from '../ask-for-links.ts'
import { recordsButton } from '../records/records-button.ts'
import { actionButton } from './action-button.ts'
import type { ButtonProps } from './action-button.ts'
import { actionsOf, hooks, isOverdue, parseIntent, settlingOf } from './actions.ts'
import type { Action, Intent } from './actions.ts'
import { payLink } from './pay-link.ts'
import { factsOf } from './status.ts'
import { productOf, rowId, subscriptionRow, titleId } from './subscription-row.ts'
import { supportDetails } from './support-details.ts'

type CardProps = {
  link: PortalLink
  email: string
  receivedAt: number
  index: number
  /** Another card would look the same. */
  isTwin: boolean
}

/** One billing account: what it is for, what it costs, its status, and what can be done. */
export function linkCard(page: Page, props: CardProps): HTMLElement {
  const { text, settings } = page
  const { link, email, receivedAt, index } = props
  const { customer } = link
  const subscriptions = link.subscriptions ?? []
  const intent = parseIntent(settings.intent)
  const id = `card-${index}`
  const summary = createErrorSummary(page)
  const actions = actionsOf(link, intent, (url) => isInvoiceUrl(url, location.hostname))
  const buttons = actions.map((action) => {
    const { kind, among, subscription } = action
    const isMain = kind === actions[0]?.kind
    const about: ButtonProps = {
      buttonId: `${id}-${kind}-${subscription?.id ?? ''}`,
      titleId: among && subscription !== null ? titleId(subscription) : id,
      style: isMain ? 'main' : among ? 'quiet' : 'minor',
      describedBy: subscription === null ? null : rowId(subscription),
    }
    if (kind === 'invoices') {
      const { button, below } = recordsButton(page, {
        words: text.actions.invoices,
        action: hooks.invoices,
        id: about.buttonId,
        style: about.style,
        labelledBy: id,
        choose: ({ showInvoices }) => showInvoices(page, customer),
      })
      return { action, isMain, button, below }
    }
    const button =
      kind === 'pay' && subscription !== null
        ? payLink(page, subscription, about)
        : actionButton(page, { action, link, receivedAt, summary, ...about })
    return { action, isMain, button, below: [] }
  })
  const ofCard = buttons.filter(({ action }) => !action.among)
  return h(
    'article',
    { class: 'card', part: 'card', 'data-link': customer, 'aria-labelledby': id },
    overdueLine(page, subscriptions, actions),
    h('h2', { id, tabindex: '-1' }, titleOf(page, link, sinceWords(page, props))),
    ownerLine(page, props, intent === null ? null : email),
    isAskedToPay(subscriptions, actions) &&
      h('p', { class: 'notice', part: 'notice', 'data-caution': true }, text.links.notYours),
    link.subscriptions?.length === 0 && h('p', { class: 'hint' }, text.links.noneCurrent),
    ...subscriptions.map((subscription) =>
      subscriptionRow(page, {
        subscription,
        allows: link.allows,
        isNamed: subscriptions.length > 1,
        buttons: buttons
          .filter(({ action }) => action.among && action.subscription === subscription)
          .map(({ button }) => button),
      }),
    ),
    link.moreSubscriptions && h('p', { class: 'hint' }, text.links.moreSubscriptions),
    summary.element,
    intent !== null && isMissing(intent, subscriptions, actions) && missingLine(page, intent),
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
    ...buttons.flatMap(({ below }) => below),
    supportDetails(page, customer),
  )
}

/** Whether something can be paid here: then the card first says that it may be somebody else's (decision 0023). */
function isAskedToPay(subscriptions: SubscriptionSummary[], actions: Action[]): boolean {
  return subscriptions.some(isOverdue) || actions.some(({ kind }) => kind === 'pay')
}

/** What settles a payment that didn't go through: its invoice, or else another payment method. */
function overdueLine(
  { text }: Page,
  subscriptions: SubscriptionSummary[],
  actions: Action[],
): HTMLElement | null {
  if (!subscriptions.some(isOverdue)) return null
  const isPayable = actions.some(
    ({ kind, subscription }) => kind === 'pay' && subscription !== null && isOverdue(subscription),
  )
  const { overduePay, overdue, overdueInvoices } = text.links
  const otherwise = settlingOf(subscriptions) === 'invoices' ? overdueInvoices : overdue
  const words = isPayable ? overduePay : otherwise
  return h('p', { class: 'overdue', part: 'notice' }, icon('warning'), words)
}

/** Whether a visitor came for something that this card doesn't offer, and whose reason it doesn't say either. */
function isMissing(intent: Intent, subscriptions: SubscriptionSummary[], actions: Action[]) {
  if (actions.some(({ kind }) => kind === intent)) return false
  const isAboutOne = intent === 'cancel' || intent === 'plan'
  return !isAboutOne || subscriptions.some((subscription) => !factsOf(subscription).isCanceling)
}

function missingLine(page: Page, intent: Intent): HTMLElement {
  return h(
    'div',
    { class: 'notice', part: 'notice', 'data-missing-action': intent },
    h('p', {}, page.text.faults.flow),
    supportLine(page),
  )
}

/**
 * Whose account it is, and since when, if the title doesn't say so. The address is at the head of the page, and on each
 * card as well if somebody's link has brought the visitor here for one press: the card then says everything that the
 * press is about.
 */
function ownerLine(page: Page, props: CardProps, email: string | null): HTMLElement | null {
  const { link } = props
  const parts = [
    link.name !== null && h('bdi', {}, link.name),
    email !== null && strong(email),
    link.subscriptions !== null &&
      link.subscriptions.length > 0 &&
      h('span', { 'data-since': true }, sinceWords(page, props)),
  ].filter((part) => part !== false)
  if (parts.length === 0) return null
  return h(
    'p',
    { class: 'name' },
    ...parts.flatMap((part, i) => (i === 0 ? [part] : [' · ', part])),
  )
}

function sinceWords({ text, locale }: Page, { link, isTwin }: CardProps): string {
  const { createdAt } = link
  return isTwin
    ? fill(text.links.sinceMoment, { moment: formatMoment(locale, createdAt) })
    : fill(text.links.since, { month: formatMonth(locale, createdAt) })
}

function titleOf(page: Page, link: PortalLink, otherwise: string): string {
  const subscriptions = link.subscriptions ?? []
  if (subscriptions.length === 0) return otherwise
  const products = new Set(subscriptions.map((subscription) => productOf(page, subscription)))
  return new Intl.ListFormat(page.text.page.language).format(products)
}
