import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { requestIdLine } from '../parts/error-summary.ts'
import { signOutButton } from '../parts/signed-in-line.ts'
import { supportLine } from '../parts/support-line.ts'
import { createWaitingButton } from '../parts/waiting-button.ts'
import { remedyOf, wordsOf } from '../requests/faults.ts'
import type { Page, StateOf } from '../state.ts'
import { ownerNotice } from './owner-notice.ts'

/** Nothing can be shown just now: why, when to try again, and what to tell support. */
export function errorView(page: Page, { fault, failedAt, again }: StateOf<'error'>): View {
  const { error } = page.text
  const retry = createWaitingButton(page, {
    action: 'retry',
    style: 'main',
    words: error.retry,
    waitWords: error.retryWait,
    onPress: () => page.go(again),
  })
  if (fault.retryAfterSeconds !== null) retry.waitUntil(failedAt + fault.retryAfterSeconds * 1000)
  const about = h(
    'p',
    { class: 'lead', 'data-summary': true, 'data-code': fault.code },
    wordsOf(page.text, fault.code),
  )
  return {
    heading: error.heading,
    parts: [
      about,
      h(
        'div',
        { class: 'row' },
        retry.element,
        page.session.find() !== null && signOutButton(page),
      ),
      supportLine(page),
      remedyOf(fault.code) === 'owner' && ownerNotice(error.owner),
      requestIdLine(page, fault),
    ],
  }
}
