import { isOwners, wordsOf } from '../requests/faults.ts'
import { fill } from '../words/fill.ts'
import type { Page, View } from './page.ts'
import { ownerNotice } from '../parts/owner-notice.ts'
import { signOutButton } from '../parts/signed-in-line.ts'
import { supportLine } from '../parts/support-line.ts'
import { createWaitingButton } from '../parts/waiting-button.ts'
import { h } from './render.ts'
import type { StateOf } from './state.ts'

/** Nothing can be shown just now: why, when to try again, and what to tell support. */
export function errorView(page: Page, { fault, failedAt, again }: StateOf<'error'>): View {
  const { error, page: words } = page.text
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
  const { requestId } = fault
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
      isOwners(fault.code) && ownerNotice(error.owner),
      requestId !== null &&
        h(
          'p',
          { class: 'small' },
          h('span', { 'data-request-id': requestId }, fill(words.requestId, { id: requestId })),
        ),
    ],
  }
}
