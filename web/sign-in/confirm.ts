import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { createErrorSummary } from '../parts/error-summary.ts'
import { answerPress } from '../parts/pending.ts'
import { shownAddress } from '../parts/shown-address.ts'
import type { Page, StateOf } from '../state.ts'
import { fillParts } from '../words/fill.ts'
import { enter } from './enter.ts'

/**
 * The link from the email was opened. Nothing is spent before the press, because email scanners open links, too; and
 * whoever is signed in stays so, because the link may be a stranger's.
 */
export function confirmView(page: Page, { proof, email, typed }: StateOf<'confirm'>): View {
  const words = page.text.confirm
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
      task: () => enter(page, proof),
      onFault(fault) {
        if (fault.code === 'code_refused') page.go({ name: 'link-expired', email: typed })
        else summary.showFault(fault)
      },
    })
  })
  return {
    heading: words.heading,
    parts: [
      summary.element,
      h(
        'p',
        { class: 'lead' },
        ...(email === null
          ? [words.lead]
          : fillParts<Node>(words.leadFor, { email: shownAddress(email) })),
      ),
      button,
      h('p', { class: 'hint' }, email === null ? words.why : words.foreign),
    ],
  }
}
