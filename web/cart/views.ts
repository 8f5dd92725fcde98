import { cartView } from './cart-view.ts'
import { loadingView } from './loading.ts'
import type { CartViews, OwnState } from './states.ts'
import { unavailableView } from './unavailable.ts'

/** What `<shop-cart>` shows before a payment. Nobody needs to be signed in. */
export const cartViews: CartViews<OwnState> = {
  loading: { view: loadingView, session: 'keeps' },
  cart: { view: cartView, session: 'keeps' },
  unavailable: { view: unavailableView, session: 'keeps' },
}
