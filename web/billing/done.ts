import type { PortalLink, SubscriptionSummary } from '#server/contract/links.ts'
import { h } from '../element/render.ts'
import { icon } from '../parts/icon.ts'
import type { Page } from '../state.ts'
import { fill } from '../words/fill.ts'
import { formatDate } from '../words/format.ts'
import type { Action } from './card/actions.ts'
import { isEnding } from './card/status.ts'
import { productOf } from './card/subscription-row.ts'

/** The press that led to the portal, kept in this tab: an address alone must not make the page say anything. */
type Noted = {
  kind: string
  customer: string
  subscription: Pick<SubscriptionSummary, 'id' | 'product' | 'items' | 'quantity'> | null
  /** No usage and no open invoice that would still be charged after the end. */
  isSettled: boolean
}

const key = 'manage-billing.pressed'
const placeKey = 'manage-billing.place'
const words = ['cancel', 'plan', 'card']

/** Remembers what a press is about until the visitor comes back. */
export function notePress({ customer }: PortalLink, { kind, flow, subscription }: Action): void {
  const noted: Noted = {
    kind,
    customer,
    subscription,
    isSettled: subscription?.amountMinor != null && subscription.openInvoice === null,
  }
  inStorage((storage) => {
    storage.setItem(placeKey, customer)
    if (flow === null) storage.removeItem(key)
    else storage.setItem(key, JSON.stringify(noted))
  })
}

/** The customer whose card led away from the page, once: there the visitor goes on. */
export function takePlace(): string | null {
  return inStorage((storage) => {
    const customer = storage.getItem(placeKey)
    storage.removeItem(placeKey)
    return customer
  })
}

/**
 * What was done at Stripe, as far as the answer bears it out; takes the focus. The address bar's `done` and the note are
 * taken away, so that a reload says nothing of it.
 */
export function doneNotice(page: Page, links: readonly PortalLink[]): HTMLElement | null {
  const noted = takeNote()
  const done = takeDone(page.settings.standalone || noted !== null)
  if (noted === null || noted.kind !== done) return null
  const sentence = wordDone(page, noted, links)
  if (sentence === null) return null
  const notice = h(
    'p',
    { class: 'notice done', part: 'notice', tabindex: '-1', 'data-done': done },
    icon('check'),
    sentence,
  )
  // After the stage has shown it.
  queueMicrotask(() => notice.focus())
  return notice
}

function wordDone(page: Page, noted: Noted, links: readonly PortalLink[]): string | null {
  const { done } = page.text
  const { kind, subscription, isSettled } = noted
  if (kind === 'card') return done.card
  if (subscription === null) return null
  const product = productOf(page, subscription)
  if (kind === 'plan') return fill(done.plan, { product })
  const list = links.find(({ customer }) => customer === noted.customer)?.subscriptions ?? null
  if (list === null) return null
  const left = list.find(({ id }) => id === subscription.id)
  if (left !== undefined && !isEnding(left)) return null
  const date = left?.endsAt == null ? null : formatDate(page.locale, left.endsAt)
  const sentences = [
    fill(done.cancel, { product }),
    date === null ? '' : fill(done.until, { date }),
    isSettled ? done.noCharge : '',
  ]
  return sentences.filter((each) => each !== '').join(' ')
}

function takeDone(isOurs: boolean): string | null {
  const query = new URLSearchParams(location.search)
  const done = query.get('done')
  if (done === null || !isOurs || !words.includes(done)) return null
  query.delete('done')
  const rest = String(query)
  const kept = location.pathname + (rest && `?${rest}`) + location.hash
  history.replaceState(history.state, '', kept)
  return done
}

function takeNote(): Noted | null {
  return inStorage((storage) => {
    const found = storage.getItem(key)
    storage.removeItem(key)
    return found === null ? null : (JSON.parse(found) as Noted)
  })
}

/** A browser that refuses storage throws at the mere mention of it; then nothing is said. */
function inStorage<Result>(task: (storage: Storage) => Result): Result | null {
  try {
    return task(sessionStorage)
  } catch {
    return null
  }
}
