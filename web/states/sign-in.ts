import { fill } from '../fill.ts'
import type { Page, View } from '../page.ts'
import { mailForm } from '../parts/mail-form.ts'
import { h } from '../render.ts'
import type { StateOf } from '../state.ts'

/** The first thing that a visitor sees: one field. */
export function signInView(page: Page, { email }: StateOf<'sign-in'>): View {
  const { signIn, mailForm: words } = page.text
  return {
    heading: signIn.heading,
    parts: [
      h('p', { class: 'lead' }, fill(signIn.lead, { brand: page.brand.name })),
      mailForm(page, { email, submit: words.submit }),
    ],
  }
}
