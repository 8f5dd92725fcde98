import { fillParts } from '../fill.ts'
import type { Page, View } from '../page.ts'
import { supportLine } from '../parts/support-line.ts'
import { h } from '../render.ts'

/** The page was built without what it needs: a word for the visitor, and the names for the owner. */
export function notSetUpView(page: Page): View {
  const { heading, visitor, owner } = page.text.notSetUp
  const names = h('code', {}, page.settings.missing.join(', '))
  return {
    heading,
    parts: [
      h('p', { class: 'lead' }, visitor),
      h('p', { class: 'notice' }, ...fillParts<Node>(owner, { names })),
      supportLine(page),
    ],
  }
}
