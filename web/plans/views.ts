import { loadingView } from './loading.ts'
import { nothingView } from './nothing.ts'
import { offersView } from './offers.ts'
import type { OwnState, PlansViews } from './states.ts'
import { unavailableView } from './unavailable.ts'

/** What `<buy-plans>` shows before a payment. Nobody needs to be signed in. */
export const plansViews: PlansViews<OwnState> = {
  loading: { view: loadingView, session: 'keeps' },
  offers: { view: offersView, session: 'keeps' },
  nothing: { view: nothingView, session: 'keeps' },
  unavailable: { view: unavailableView, session: 'keeps' },
}
