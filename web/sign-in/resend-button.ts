import type { ErrorSummary } from '../parts/error-summary.ts'
import { answerPress } from '../parts/pending.ts'
import { createWaitingButton } from '../parts/waiting-button.ts'
import type { Page } from '../state.ts'
import type { Captcha } from './captcha.ts'
import { requestEmail, resendGapMs } from './mail-form.ts'

/** Asks for another email, but not before the server would send one. */
export function resendButton(
  page: Page,
  {
    email,
    resendAt,
    summary,
    captcha,
    onSent,
  }: {
    email: string
    resendAt: number
    summary: ErrorSummary
    captcha: Captcha
    /** Called when another was sent, with the moment from which one more may be. */
    onSent: (resendAt: number) => void
  },
): HTMLButtonElement {
  const { mailSent: words, mailForm } = page.text
  const { element, waitUntil } = createWaitingButton(page, {
    action: 'resend',
    style: 'quiet',
    words: words.resend,
    waitWords: words.resendWait,
    onPress(button) {
      summary.clear()
      let waitMs = 0
      void answerPress(page, {
        button,
        words: mailForm.pending,
        async task() {
          await requestEmail(page, captcha, email)
          waitMs = resendGapMs
          page.say(words.resent)
          onSent(Date.now() + resendGapMs)
        },
        onFault(fault) {
          waitMs = (fault.retryAfterSeconds ?? 0) * 1000
          summary.showFault(fault)
        },
      }).then(() => {
        if (waitMs > 0) waitUntil(Date.now() + waitMs)
      })
    },
  })
  waitUntil(resendAt)
  return element
}
