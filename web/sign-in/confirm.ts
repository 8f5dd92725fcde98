import { proveAddress } from '../requests/ask-auth.ts'
import type { Page, View } from '../element/page.ts'
import { createErrorSummary } from '../parts/error-summary.ts'
import { answerPress } from '../parts/pending.ts'
import { h } from '../element/render.ts'
import type { StateOf } from '../element/state.ts'

/** The mailed link has arrived. Nothing is spent before the press: mail scanners open links, too. */
export function confirmView(page: Page, { tokenHash }: StateOf<'confirm'>): View {
  const words = page.text.confirm
  const { settings, session, signal } = page
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
      async task() {
        session.keep(await proveAddress(settings, { proof: { tokenHash }, signal }))
        page.go({ name: 'loading' })
      },
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
