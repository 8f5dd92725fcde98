import { fill } from '../words/fill.ts'
import type { Page, View } from '../element/page.ts'
import { mailForm } from './mail-form.ts'
import { h } from '../element/render.ts'
import type { StateOf } from '../element/state.ts'

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
