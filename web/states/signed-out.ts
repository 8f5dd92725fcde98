import type { Page, View } from '../page.ts'
import { mailForm } from '../parts/mail-form.ts'
import { h } from '../render.ts'

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
