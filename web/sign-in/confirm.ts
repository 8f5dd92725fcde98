import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { createErrorSummary } from '../parts/error-summary.ts'
import { answerPress } from '../parts/pending.ts'
import type { Page, StateOf } from '../state.ts'
import { enter } from './enter.ts'

/** The link from the email was opened. Nothing is spent before the press, because email scanners open links, too. */
export function confirmView(page: Page, { tokenHash }: StateOf<'confirm'>): View {
  const words = page.text.confirm
  const { settings } = page
  const summary = createErrorSummary(page)
  const button = h(
    'button',
    { type: 'button', class: 'main', 'data-action': 'continue' },
    words.submit,
  )
  button.addEventListener('click', () => {
    summary.clear()
    void answerPress(page, {
      button,
      words: words.pending,
      task: () => enter(page, { tokenHash }),
      onFault(fault) {
        if (fault.code === 'code_refused') page.go({ name: 'link-expired', email: settings.email })
        else summary.showFault(fault)
      },
    })
  })
  return {
    heading: words.heading,
    parts: [
      summary.element,
      h('p', { class: 'lead' }, words.lead),
      button,
      h('p', { class: 'hint' }, words.why),
    ],
  }
}
