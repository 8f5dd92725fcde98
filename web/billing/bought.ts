import type { View } from '../element/page.ts'
import { purchaseView } from '../purchase/view.ts'
import type { Page, StateOf } from '../state.ts'

/** What became of the order, and from there to the billing accounts: without its id, which has done its work. */
export function boughtView(page: Page, { session, outcome }: StateOf<'purchase'>): View {
  const isSignedIn = page.session.find() !== null
  return purchaseView(
    page,
    { session, outcome },
    {
      isSignedIn,
      show: (news) => page.go({ name: 'purchase', session, outcome: news }),
      manage() {
        page.memories.bought.drop()
        page.go(isSignedIn ? { name: 'loading' } : { name: 'sign-in', email: page.settings.email })
      },
    },
  )
}
