import type { Page, View } from '../page.ts'
import type { State } from '../state.ts'
import { confirmView } from './confirm.ts'
import { emailUnprovenView } from './email-unproven.ts'
import { errorView } from './error.ts'
import { linkExpiredView } from './link-expired.ts'
import { linksView } from './links.ts'
import { loadingView } from './loading.ts'
import { mailSentView } from './mail-sent.ts'
import { notSetUpView } from './not-set-up.ts'
import { nothingFoundView } from './nothing-found.ts'
import { sessionEndedView } from './session-ended.ts'
import { signInView } from './sign-in.ts'
import { signedOutView } from './signed-out.ts'

/** What a state shows. */
export function viewOf(page: Page, state: State): View {
  switch (state.name) {
    case 'not-set-up':
      return notSetUpView(page)
    case 'sign-in':
      return signInView(page, state)
    case 'mail-sent':
      return mailSentView(page, state)
    case 'confirm':
      return confirmView(page, state)
    case 'loading':
      return loadingView(page)
    case 'links':
      return linksView(page, state)
    case 'nothing-found':
      return nothingFoundView(page, state)
    case 'link-expired':
      return linkExpiredView(page, state)
    case 'signed-out':
      return signedOutView(page)
    case 'session-ended':
      return sessionEndedView(page, state)
    case 'email-unproven':
      return emailUnprovenView(page, state)
    case 'error':
      return errorView(page, state)
  }
}
