import type { Page, View } from './page.ts'
import type { State } from './state.ts'
import { confirmView } from '../sign-in/confirm.ts'
import { emailUnprovenView } from '../sign-in/email-unproven.ts'
import { errorView } from './error.ts'
import { linkExpiredView } from '../sign-in/link-expired.ts'
import { linksView } from '../billing/links.ts'
import { loadingView } from '../billing/loading.ts'
import { mailSentView } from '../sign-in/mail-sent.ts'
import { notSetUpView } from './not-set-up.ts'
import { nothingFoundView } from '../billing/nothing-found.ts'
import { sessionEndedView } from '../sign-in/session-ended.ts'
import { signInView } from '../sign-in/sign-in.ts'
import { signedOutView } from '../sign-in/signed-out.ts'

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
