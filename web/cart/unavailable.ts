import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { requestIdLine } from '../parts/error-summary.ts'
import { supportLine } from '../parts/support-line.ts'
import { createWaitingButton } from '../parts/waiting-button.ts'
import { wordsOf } from '../requests/faults.ts'
import type { CartPage, OwnState } from './states.ts'

/** What is in the cart isn't known just now: why, and when to try again. */
export function unavailableView(
  page: CartPage,
  { fault, failedAt, suggested }: Extract<OwnState, { name: 'unavailable' }>,
): View {
  const { text } = page
  const retry = createWaitingButton(page, {
    action: 'retry',
    style: 'main',
    words: text.error.retry,
    waitWords: text.error.retryWait,
    onPress: () => page.go({ name: 'loading', suggested }),
  })
  if (fault.retryAfterSeconds !== null) retry.waitUntil(failedAt + fault.retryAfterSeconds * 1000)
  return {
    heading: text.cart.failed,
    parts: [
      h(
        'p',
        { class: 'lead', 'data-summary': true, 'data-code': fault.code },
        wordsOf(text, fault.code),
      ),
      h('div', { class: 'row' }, retry.element),
      supportLine(page),
      requestIdLine(page, fault),
    ],
  }
}
