import { h } from '../element/render.ts'
import type { Page } from '../state.ts'
import { fillParts } from '../words/fill.ts'

const attributes = { class: 'small', 'data-support': true }

/** How visitors who are stuck reach the owner. */
export function supportLine({ brand, text }: Pick<Page, 'brand' | 'text'>): HTMLElement {
  if (brand.support === null) return h('p', attributes, text.page.noSupport)
  const { href, label } = brand.support
  return h(
    'p',
    attributes,
    ...fillParts<Node>(text.page.support, { support: h('a', { href }, label) }),
  )
}
