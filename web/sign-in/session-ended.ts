import type { Page, View } from '../element/page.ts'
import { mailForm } from './mail-form.ts'
import { h } from '../element/render.ts'
import type { StateOf } from '../element/state.ts'

/** The proof of the address is too old, so it has to be given again. */
export function sessionEndedView(page: Page, { email }: StateOf<'session-ended'>): View {
  const { sessionEnded, mailForm: words } = page.text
  return {
    heading: sessionEnded.heading,
    parts: [
      h('p', { class: 'lead' }, sessionEnded.lead),
      mailForm(page, { email, submit: words.submit }),
    ],
  }
}
