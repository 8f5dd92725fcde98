import type { Views } from '../state.ts'
import { linksView } from './links.ts'
import { loadingView } from './loading.ts'
import { nothingFoundView } from './nothing-found.ts'
import type { BillingState } from './states.ts'

export const billingViews: Views<BillingState> = {
  loading: { view: loadingView, session: 'needs' },
  links: { view: linksView, session: 'needs' },
  'nothing-found': { view: nothingFoundView, session: 'needs' },
}
