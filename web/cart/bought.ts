import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { findOutcome } from '../purchase/ask-for-purchase.ts'
import type { PurchaseState } from '../purchase/states.ts'
import { asFault } from '../requests/faults.ts'
import { takePaying } from './pay/paying.ts'
import type { CartPage, CartViews } from './states.ts'

type Of<Name> = Extract<PurchaseState, { name: Name }>

/** Comes with the first order: nobody needs it before (docs/decisions/0024). */
let later: typeof import('./bought-view.ts') | undefined

/** What is shown to whoever comes back from paying. */
export const boughtViews: CartViews<PurchaseState> = {
  'checking-purchase': { view: checkView, session: 'keeps' },
  purchase: { view: (page, state) => later!.boughtView(page, state), session: 'keeps' },
}

/** Asks what became of an order, and shows that it does. Its id outlives a reload. */
function checkView(page: CartPage, { session }: Of<'checking-purchase'>): View {
  const { settings, signal, text, memories, cart } = page
  memories.bought.keep(session)
  page.say(text.purchase.checking)
  Promise.all([
    findOutcome({ gateway: settings.gateway, signal }, session),
    import('./bought-view.ts'),
  ]).then(
    ([outcome, view]) => {
      later = view
      const isBought = 'status' in outcome && ['paid', 'processing'].includes(outcome.status)
      const paid = isBought ? takePaying() : null
      if (paid !== null) cart.empty(paid)
      page.go({ name: 'purchase', session, outcome })
    },
    (error: unknown) => {
      // Else the visitor has moved on.
      if (signal.aborted) return
      const fault = asFault(error)
      page.go({ name: 'unavailable', fault, failedAt: Date.now(), suggested: [] })
    },
  )
  const bone = h('div', { class: 'bone', 'aria-hidden': 'true' })
  return { heading: text.purchase.checking, parts: [bone] }
}
