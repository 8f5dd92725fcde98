import { h } from '../element/render.ts'
import type { Page } from '../state.ts'
import { fillParts } from '../words/fill.ts'

/** How visitors who are stuck reach the owner. */
export function supportLine({ brand, text }: Page): HTMLElement {
  if (brand.support === null) return h('p', { class: 'small' }, text.page.noSupport)
  const { href, label } = brand.support
  return h(
    'p',
    { class: 'small' },
    ...fillParts<Node>(text.page.support, { support: h('a', { href }, label) }),
  )
}
