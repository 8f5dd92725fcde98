import type { PurchaseState } from '../purchase/states.ts'
import type { Views } from '../state.ts'
import { checkPurchaseView } from './check-purchase.ts'
import { foundCode } from './found-code.ts'
import { loadingView } from './loading.ts'
import type { BillingState } from './states.ts'

export const billingViews: Views<BillingState | PurchaseState> = {
  loading: { view: loadingView, session: 'needs' },
  links: { view: (page, state) => foundCode().linksView(page, state), session: 'needs' },
  'nothing-found': {
    view: (page, state) => foundCode().nothingFoundView(page, state),
    session: 'needs',
  },
  'checking-purchase': { view: checkPurchaseView, session: 'keeps' },
  purchase: { view: (page, state) => foundCode().boughtView(page, state), session: 'keeps' },
}
