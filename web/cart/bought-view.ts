import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import type { PurchaseState } from '../purchase/states.ts'
import { purchaseView } from '../purchase/view.ts'
import type { CartPage } from './states.ts'

/** What became of it; from there to the billing accounts, or to the cart. */
export function boughtView(
  page: CartPage,
  { session, outcome }: Extract<PurchaseState, { name: 'purchase' }>,
): View {
  const { memories, text, billingUrl } = page
  const onward = {
    isSignedIn: page.session.find() !== null,
    show: (news: typeof outcome) => page.go({ name: 'purchase', session, outcome: news }),
    manage() {
      memories.bought.drop()
      location.assign(billingUrl)
    },
  }
  const back = h(
    'button',
    { type: 'button', class: 'quiet', 'data-action': 'see-cart' },
    text.cart.back,
  )
  back.addEventListener('click', () => {
    memories.bought.drop()
    page.go({ name: 'loading', suggested: [] })
  })
  const view = purchaseView(page, { session, outcome }, onward)
  return { ...view, parts: [...view.parts, back] }
}
