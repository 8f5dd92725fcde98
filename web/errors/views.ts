import type { StateOf, Views } from '../state.ts'
import { errorView } from './error.ts'
import { notSetUpView } from './not-set-up.ts'

/** What is shown if the page can't do its work. */
export const errorViews: Views<StateOf<'not-set-up' | 'error'>> = {
  'not-set-up': { view: notSetUpView, session: 'keeps' },
  error: { view: errorView, session: 'needs' },
}
