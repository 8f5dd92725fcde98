import type { PurchaseResponse } from '#server/contract/purchase.ts'
import { attempt } from '../element/page.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import type { Outcome } from './ask-for-purchase.ts'
import { faultView } from './fault-view.ts'
import { itemList, worksNow } from './item-list.ts'
import { askAgain, lookUp, waysOn } from './onward.ts'
import type { Onward, PurchasePage } from './onward.ts'
import { fill } from '../words/fill.ts'
import { ownToken } from './own-token.ts'
import { watchPayment } from './watch.ts'

/** An order, by the id of its Checkout Session, and what is known of it. */
export type Bought = { session: string; outcome: Outcome }

/** What became of an order, in words: never whose it is. A payment that is on its way is watched for a while. */
export function purchaseView(page: PurchasePage, bought: Bought, onward: Onward): View {
  const { session, outcome } = bought
  if ('fault' in outcome) return faultView(page, { session, ...outcome }, onward)
  const { purchase } = page.text
  const { status } = outcome
  const { heading, lead } = wordsOf(page, outcome)
  const note = h('p', { class: 'hint', hidden: status !== 'processing' }, purchase.watching)
  const again = h(
    'button',
    { type: 'button', class: 'main', 'data-action': 'check-again', hidden: status !== 'open' },
    purchase.again,
  )
  again.addEventListener('click', () => askAgain(page, { session, button: again, ...onward }))
  if (status === 'processing') watch(page, { session, onward, note, again })
  const isOpenEnded = status === 'open' || status === 'processing'
  return {
    heading,
    parts: [
      h('p', { class: 'lead', 'data-order': status }, lead),
      itemList(page, outcome),
      outcome.countsFor !== undefined && countsFor(page, outcome.countsFor),
      // Of use only where there is something to spend.
      outcome.token !== undefined &&
        outcome.items.some(({ credits }) => (credits ?? 0) > 0) &&
        ownToken(page, outcome.token),
      note,
      waysOn(page, onward, isOpenEnded ? again : null),
      !onward.isSignedIn && h('p', { class: 'hint' }, purchase.signInHint),
    ],
  }
}

/** Whoever followed somebody else's link paid for them. */
function countsFor({ text: { purchase } }: PurchasePage, ending: string): HTMLElement {
  return h('p', { 'data-counts-for': true }, fill(purchase.countsFor, { ending }))
}

function wordsOf(
  { text: { purchase } }: PurchasePage,
  { status, items }: PurchaseResponse,
): { heading: string; lead: string } {
  if (status !== 'paid') return { heading: purchase[status], lead: purchase[`${status}Lead`] }
  return items.some(worksNow)
    ? { heading: purchase.paid, lead: purchase.paidLead }
    : { heading: purchase.none, lead: purchase.noneLead }
}

/** Once nobody asks any more by itself, the visitor may. */
function watch(
  page: PurchasePage,
  {
    session,
    onward,
    note,
    again,
  }: { session: string; onward: Onward; note: HTMLElement; again: HTMLElement },
): void {
  const task = async () => {
    const news = await watchPayment(() => lookUp(page, session), page.signal)
    if (news !== null) return onward.show(news)
    note.textContent = page.text.purchase.stopped
    again.hidden = false
    page.say(page.text.purchase.stopped)
  }
  void attempt(page, task, () => undefined)
}
