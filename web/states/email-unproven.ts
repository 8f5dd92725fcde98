import type { Page, View } from '../page.ts'
import { mailForm } from '../parts/mail-form.ts'
import { h } from '../render.ts'
import type { StateOf } from '../state.ts'

/** The session was opened by something other than a mail to the address. */
export function emailUnprovenView(page: Page, { email }: StateOf<'email-unproven'>): View {
  const { emailUnproven, mailForm: words } = page.text
  return {
    heading: emailUnproven.heading,
    parts: [
      h('p', { class: 'lead' }, emailUnproven.lead),
      mailForm(page, { email, submit: words.submit }),
    ],
  }
}
