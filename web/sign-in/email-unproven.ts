import type { Page, View } from '../element/page.ts'
import { mailForm } from './mail-form.ts'
import { h } from '../element/render.ts'
import type { StateOf } from '../element/state.ts'

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
