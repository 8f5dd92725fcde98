import type { PageOf } from '../element/page.ts'
import { h } from '../element/render.ts'
import { answerPress } from '../parts/pending.ts'
import { findOutcome } from './ask-for-purchase.ts'
import type { Outcome } from './ask-for-purchase.ts'

/** What is used of the element around it, whichever it is. */
export type PurchasePage = Pick<
  PageOf<never>,
  'settings' | 'brand' | 'text' | 'locale' | 'signal' | 'say'
>

/** Where the visitor goes from here. */
export type Onward = {
  /** The same order, of which there is news. */
  show: (outcome: Outcome) => void
  /** To the billing accounts, or to signing in for them. */
  manage: () => void
  /** Whether somebody is signed in. */
  isSignedIn: boolean
}

/** What there is to press under whatever is said. */
export function waysOn(
  { text: { purchase } }: PurchasePage,
  { isSignedIn, manage }: Onward,
  first: HTMLElement | null,
): HTMLElement {
  const words = isSignedIn ? purchase.billing : purchase.signIn
  const style = first === null ? 'main' : 'minor'
  const button = h('button', { type: 'button', class: style, 'data-action': 'manage' }, words)
  button.addEventListener('click', manage)
  return h('div', { class: 'row' }, first, button)
}

/** Asks what became of the order. @throws as `findOutcome` */
export function lookUp({ settings, signal }: PurchasePage, session: string): Promise<Outcome> {
  return findOutcome({ gateway: settings.gateway, signal }, session)
}

/** Answers a press with what has become of the order. */
export function askAgain(
  page: PurchasePage,
  { session, button, show }: { session: string; button: HTMLButtonElement } & Pick<Onward, 'show'>,
): void {
  void answerPress(page, {
    button,
    words: page.text.purchase.checking,
    task: async () => show(await lookUp(page, session)),
    onFault: () => undefined,
  })
}
