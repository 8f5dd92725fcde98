import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { requestIdLine } from '../parts/error-summary.ts'
import { supportLine } from '../parts/support-line.ts'
import { createWaitingButton } from '../parts/waiting-button.ts'
import { remedyOf, wordsOf } from '../requests/faults.ts'
import type { PageFault } from '../requests/faults.ts'
import { fillParts } from '../words/fill.ts'
import type { PlansPage } from './states.ts'

/** What is for sale isn't known just now: why, and when to try again. */
export function unavailableView(
  page: PlansPage,
  { fault, failedAt }: { fault: PageFault; failedAt: number },
): View {
  const { text } = page
  const retry = createWaitingButton(page, {
    action: 'retry',
    style: 'main',
    words: text.error.retry,
    waitWords: text.error.retryWait,
    onPress: () => page.go({ name: 'loading' }),
  })
  if (fault.retryAfterSeconds !== null) retry.waitUntil(failedAt + fault.retryAfterSeconds * 1000)
  const doctor = h('code', { dir: 'ltr' }, 'npm run doctor')
  return {
    heading: text.plans.failed,
    parts: [
      h(
        'p',
        { class: 'lead', 'data-summary': true, 'data-code': fault.code },
        wordsOf(text, fault.code),
      ),
      h('div', { class: 'row' }, retry.element),
      supportLine(page),
      remedyOf(fault.code) === 'owner' &&
        h(
          'p',
          { class: 'notice', part: 'notice', 'data-owner': true },
          ...fillParts<Node>(text.error.owner, { doctor }),
        ),
      requestIdLine(page, fault),
    ],
  }
}
