import type { Page, View } from '../element/page.ts'
import { mailForm } from './mail-form.ts'
import { h } from '../element/render.ts'
import type { StateOf } from '../element/state.ts'

/** A link that is used, replaced or too old: one press asks for another. */
export function linkExpiredView(page: Page, { email }: StateOf<'link-expired'>): View {
  const { heading, lead, submit } = page.text.linkExpired
  return { heading, parts: [h('p', { class: 'lead' }, lead), mailForm(page, { email, submit })] }
}
