import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { findOutcome } from '../purchase/ask-for-purchase.ts'
import type { PurchaseState } from '../purchase/states.ts'
import { purchaseView } from '../purchase/view.ts'
import type { PlansPage, PlansViews } from './states.ts'

type Of<Name> = Extract<PurchaseState, { name: Name }>

/** What is shown to whoever comes back from paying. */
export const boughtViews: PlansViews<PurchaseState> = {
  'checking-purchase': { view: checkView, session: 'keeps' },
  purchase: { view: boughtView, session: 'keeps' },
}

/** Asks what became of an order, and shows that it does. Its id outlives a reload. */
function checkView(page: PlansPage, { session }: Of<'checking-purchase'>): View {
  const { settings, signal, text, memories } = page
  memories.bought.keep(session)
  page.say(text.purchase.checking)
  findOutcome({ gateway: settings.gateway, signal }, session).then(
    (outcome) => page.go({ name: 'purchase', session, outcome }),
    // The visitor has moved on.
    () => undefined,
  )
  const bone = h('div', { class: 'bone', 'aria-hidden': 'true' })
  return { heading: text.purchase.checking, parts: [bone], wide: true }
}

/** What became of it; from there to the billing accounts, or to what else is for sale. */
function boughtView(page: PlansPage, { session, outcome }: Of<'purchase'>): View {
  const { memories, text, billingUrl } = page
  const onward = {
    isSignedIn: page.session.find() !== null,
    show: (news: typeof outcome) => page.go({ name: 'purchase', session, outcome: news }),
    manage() {
      memories.bought.drop()
      location.assign(billingUrl)
    },
  }
  const see = h(
    'button',
    { type: 'button', class: 'quiet', 'data-action': 'see-plans' },
    text.plans.see,
  )
  see.addEventListener('click', () => {
    memories.bought.drop()
    page.go({ name: 'loading' })
  })
  const view = purchaseView(page, { session, outcome }, onward)
  return { ...view, parts: [...view.parts, see] }
}
