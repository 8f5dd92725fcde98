import type { Views } from '../state.ts'
import { foundCode } from './found-code.ts'
import { loadingView } from './loading.ts'
import type { BillingState } from './states.ts'

export const billingViews: Views<BillingState> = {
  loading: { view: loadingView, session: 'needs' },
  links: { view: (page, state) => foundCode().linksView(page, state), session: 'needs' },
  'nothing-found': {
    view: (page, state) => foundCode().nothingFoundView(page, state),
    session: 'needs',
  },
}
