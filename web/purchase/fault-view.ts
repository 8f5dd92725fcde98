import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { requestIdLine } from '../parts/error-summary.ts'
import { createWaitingButton } from '../parts/waiting-button.ts'
import { remedyOf, wordsOf } from '../requests/faults.ts'
import type { PageFault } from '../requests/faults.ts'
import type { Text } from '../words/text.ts'
import { askAgain, waysOn } from './onward.ts'
import type { Onward, PurchasePage } from './onward.ts'

/** Nobody could say what became of the order: why, when to try again, and the way in by email, which shows it, too. */
export function faultView(
  page: PurchasePage,
  { session, fault, failedAt }: { session: string; fault: PageFault; failedAt: number },
  onward: Onward,
): View {
  const { purchase, error } = page.text
  const isKnown = fault.code !== 'session_unknown' && fault.code !== 'session_expired'
  const retry = createWaitingButton(page, {
    action: 'retry',
    style: 'main',
    words: error.retry,
    waitWords: error.retryWait,
    onPress: (button) => askAgain(page, { session, button, ...onward }),
  })
  if (fault.retryAfterSeconds !== null) retry.waitUntil(failedAt + fault.retryAfterSeconds * 1000)
  return {
    heading: headingOf(page.text, fault),
    parts: [
      h(
        'p',
        { class: 'lead', 'data-summary': true, 'data-code': fault.code },
        sentenceOf(page.text, fault),
      ),
      isKnown && h('p', {}, purchase.safe),
      waysOn(page, onward, isKnown ? retry.element : null),
      requestIdLine(page, fault),
    ],
  }
}

function headingOf({ purchase }: Text, { code }: PageFault): string {
  if (code === 'session_expired') return purchase.over
  return code === 'session_unknown' ? purchase.unknown : purchase.failed
}

/** What is said of billing accounts elsewhere is not true of an order. */
function sentenceOf(text: Text, { code }: PageFault): string {
  const isAboutBilling = remedyOf(code) === 'owner' || code === 'database_unavailable'
  return isAboutBilling ? text.faults.ours : wordsOf(text, code)
}
