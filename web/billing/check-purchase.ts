import { attempt } from '../element/page.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { findOutcome } from '../purchase/ask-for-purchase.ts'
import type { Page, StateOf } from '../state.ts'
import { loadFoundCode } from './found-code.ts'

/** Asks what became of an order, and shows that it does. Its id outlives a reload. */
export function checkPurchaseView(page: Page, state: StateOf<'checking-purchase'>): View {
  const { settings, signal, text, memories } = page
  const { session } = state
  const { gateway } = settings
  memories.bought.keep(session)
  page.say(text.purchase.checking)
  void attempt(
    page,
    async () => {
      const asked = findOutcome({ gateway, signal }, session)
      const [outcome] = await Promise.all([asked, loadFoundCode()])
      page.go({ name: 'purchase', session, outcome })
    },
    (fault) => page.go({ name: 'error', fault, failedAt: Date.now(), again: state }),
  )
  const bone = h('div', { class: 'bone', 'aria-hidden': 'true' })
  return { heading: text.purchase.checking, parts: [bone], wide: true }
}
