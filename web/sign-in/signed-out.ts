import type { Page, View } from '../element/page.ts'
import { mailForm } from './mail-form.ts'
import { h } from '../element/render.ts'

/** After signing out. The field is empty: the next person at this screen need not learn the address. */
export function signedOutView(page: Page): View {
  const { signedOut, mailForm: words } = page.text
  return {
    heading: signedOut.heading,
    parts: [
      h('p', { class: 'lead' }, signedOut.lead),
      mailForm(page, { email: '', submit: words.submit }),
    ],
  }
}
