import { h } from '../../element/render.ts'
import { showDoorFault } from '../../parts/after-fault.ts'
import { faultLines } from '../../parts/error-summary.ts'
import type { ErrorSummary } from '../../parts/error-summary.ts'
import type { FaultCode, PageFault } from '../../requests/faults.ts'
import type { Page } from '../../state.ts'
import type { AccountWords } from '../../words/account/text.ts'

/**
 * Says what the door of tokens refused, as the page says it of every door, but for what would be said of billing
 * accounts. A new sign-in, if that is what it takes.
 * @param about.lead what didn't come of it
 */
export function showTokensFault(
  page: Page,
  words: AccountWords['tokens'],
  { fault, summary, lead }: { fault: PageFault; summary: ErrorSummary; lead?: string },
): void {
  const own: Partial<Record<FaultCode, string>> = {
    database_unavailable: words.unreachable,
    token_unknown: words.gone,
    // Netlify's own limit, for all that is asked, would say no seconds.
    ...(fault.retryAfterSeconds !== null && { rate_limited: words.full }),
  }
  const showFault = () => {
    const lines = [
      lead === undefined ? null : h('p', {}, lead),
      ...faultLines(page, fault, own[fault.code]),
    ]
    summary.showLines(fault.code, ...lines.filter((line) => line !== null))
  }
  showDoorFault(page, fault, { showFault })
}
