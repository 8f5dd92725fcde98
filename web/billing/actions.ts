import type { PortalFlow, PortalLink, SubscriptionSummary } from '#server/contract/links.ts'
import { factsOf } from './status.ts'

/** What a button does, with its hook (`data-action`). */
export const hooks = {
  manage: 'open-portal',
  card: 'update-card',
  plan: 'change-plan',
  invoices: 'invoices',
  cancel: 'cancel',
} as const
export type ActionKind = keyof typeof hooks

/** What a visitor may have come for, as `?intent=` says it. */
export type Intent = Exclude<ActionKind, 'manage'>

/** One button of a card. `among`: its subscription is one of several, so the button is shown beside that one. */
export type Action = {
  kind: ActionKind
  flow: PortalFlow | null
  subscription: SubscriptionSummary | null
  among: boolean
}

/** The intent of a link to the page; `null` if it isn't one that we know. */
export function parseIntent(value: string | null): Intent | null {
  return isIntent(value) ? value : null
}

/** Whether a payment is due that didn't go through. */
export function isOverdue(subscription: SubscriptionSummary): boolean {
  return factsOf(subscription).isOverdue === true
}

/**
 * The buttons of a card in their order. The first kind stands out: what the visitor came for, otherwise what fixes an
 * overdue payment, otherwise the portal's front page. An intent only moves a button to the front: opening the portal
 * always takes a press on a card that shows what it is about.
 */
export function actionsOf(link: PortalLink, intent: Intent | null): Action[] {
  const subscriptions = link.subscriptions ?? []
  const among = subscriptions.length > 1
  const first = intent ?? (subscriptions.some(isOverdue) ? 'card' : 'manage')
  const plain = { subscription: null, among: false }
  const actions: Action[] = [
    { kind: 'manage', flow: null, ...plain },
    { kind: 'card', flow: 'payment_method_update', ...plain },
    ...subscriptions.filter(canChange).map((subscription) => {
      return { kind: 'plan', flow: 'subscription_update', subscription, among } as const
    }),
    { kind: 'invoices', flow: null, ...plain },
    ...subscriptions.filter(canCancel).map((subscription) => {
      return { kind: 'cancel', flow: 'subscription_cancel', subscription, among } as const
    }),
  ]
  return [
    ...actions.filter(({ kind }) => kind === first),
    ...actions.filter(({ kind }) => kind !== first),
  ]
}

function isIntent(value: string | null): value is Intent {
  return value !== null && value !== 'manage' && Object.hasOwn(hooks, value)
}

function canChange(subscription: SubscriptionSummary): boolean {
  return factsOf(subscription).isRunning === true
}

function canCancel(subscription: SubscriptionSummary): boolean {
  return subscription.endsAt === null && !factsOf(subscription).hasEnded
}
