import { h } from '../element/render.ts'

/** The address that a view is about, for a sentence. */
export function shownAddress(email: string): HTMLElement {
  return h('bdi', { class: 'strong', 'data-email': true }, email)
}
