import type {
  PortalAllowance,
  PortalFlow,
  PortalLink,
  SubscriptionSummary,
} from '#server/contract/links.ts'
import { factsOf, isEnding } from './status.ts'

/** What a button does, with its hook (`data-action`). */
export const hooks = {
  manage: 'open-portal',
  pay: 'pay',
  card: 'update-card',
  plan: 'change-plan',
  invoices: 'invoices',
  keep: 'keep',
  cancel: 'cancel',
} as const
export type ActionKind = keyof typeof hooks

const intents = ['card', 'plan', 'invoices', 'cancel'] as const
/** What a visitor may have come for, as `?intent=` says it. */
export type Intent = (typeof intents)[number]

/** What the portal must allow for a button to lead anywhere. */
const needs: Partial<Record<ActionKind, PortalAllowance>> = {
  card: 'payment_method',
  plan: 'plan',
  invoices: 'invoices',
  keep: 'cancel',
  cancel: 'cancel',
}

/** One button of a card. `among`: its subscription is one of several, so the button is shown beside that one. */
export type Action = {
  kind: ActionKind
  flow: PortalFlow | null
  subscription: SubscriptionSummary | null
  among: boolean
}

/** The intent of a link to the page; `null` if it isn't one that we know. */
export function parseIntent(value: string | null): Intent | null {
  return intents.find((intent) => intent === value) ?? null
}

/** Whether a payment is due that didn't go through. */
export function isOverdue(subscription: SubscriptionSummary): boolean {
  return factsOf(subscription).isOverdue === true
}

/**
 * The buttons of a card in their order, without those that the portal would refuse. The first kind stands out: what the
 * visitor came for, otherwise what settles a payment, otherwise the portal's front page. An intent only moves a button
 * to the front: opening the portal always takes a press on a card that shows what it is about.
 *
 * @param isPayable whether an invoice's page may be opened
 */
export function actionsOf(
  link: PortalLink,
  intent: Intent | null,
  isPayable: (url: string) => boolean,
): Action[] {
  const subscriptions = link.subscriptions ?? []
  const about = (
    kind: ActionKind,
    flow: PortalFlow | null,
    isFor: (subscription: SubscriptionSummary) => boolean,
  ): Action[] =>
    subscriptions
      .filter(isFor)
      .map((subscription) => ({ kind, flow, subscription, among: subscriptions.length > 1 }))
  const plain = (kind: ActionKind, flow: PortalFlow | null = null): Action => {
    return { kind, flow, subscription: null, among: false }
  }
  const actions = [
    plain('manage'),
    ...about('pay', null, ({ openInvoice }) => openInvoice !== null && isPayable(openInvoice.url)),
    plain('card', doesDefaultCount(subscriptions) ? 'payment_method_update' : null),
    ...about('plan', 'subscription_update', canChange),
    plain('invoices'),
    ...about('keep', null, (subscription) => factsOf(subscription).isCanceling === true),
    ...about('cancel', 'subscription_cancel', canCancel),
  ].filter(({ kind }) => {
    const need = needs[kind]
    return need === undefined || link.allows.includes(need)
  })
  const isThere = (kind: ActionKind) => actions.some((action) => action.kind === kind)
  const settling = isThere('pay') ? 'pay' : settlingOf(subscriptions)
  const wanted: ActionKind[] = [intent ?? settling, settling, 'manage']
  const first = wanted.find(isThere)
  return [
    ...actions.filter(({ kind }) => kind === first),
    ...actions.filter(({ kind }) => kind !== first),
  ]
}

/**
 * What settles payments that didn't go through. A new payment method is tried again while Stripe still tries; where it
 * has given up (`unpaid`), only paying the invoices helps.
 */
export function settlingOf(subscriptions: SubscriptionSummary[]): 'card' | 'invoices' | 'manage' {
  const overdue = subscriptions.filter(isOverdue)
  if (overdue.length === 0) return 'manage'
  return overdue.every(({ status }) => status === 'unpaid') ? 'invoices' : 'card'
}

/**
 * Stripe's flow sets the customer's default, which changes nothing for a subscription with a method of its own: where
 * all have one, the portal's front page is the place.
 */
function doesDefaultCount(subscriptions: SubscriptionSummary[]): boolean {
  const charged = subscriptions.filter((subscription) => !factsOf(subscription).hasEnded)
  return charged.length === 0 || charged.some(({ hasOwnPaymentMethod }) => !hasOwnPaymentMethod)
}

/** Stripe's portal changes no plan of several items or by usage: https://docs.stripe.com/customer-management */
function canChange(subscription: SubscriptionSummary): boolean {
  const { items, quantity } = subscription
  return factsOf(subscription).isRunning === true && items === 1 && quantity !== null
}

/** A term that the shop has set can be left before it ends. */
function canCancel(subscription: SubscriptionSummary): boolean {
  return !factsOf(subscription).hasEnded && !isEnding(subscription)
}
