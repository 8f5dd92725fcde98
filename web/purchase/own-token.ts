import { h } from '../element/render.ts'
import { copyButton } from '../parts/copy-button.ts'
import type { PurchasePage } from './onward.ts'

/** The token of the order, for a program. It is here and nowhere else: whoever looks again gets none. */
export function ownToken(page: PurchasePage, token: string): HTMLElement {
  const { purchase } = page.text
  const value = h('code', { id: 'token', dir: 'ltr', 'data-token': true }, token)
  return h(
    'div',
    { 'data-own-token': true },
    h('p', { class: 'strong' }, purchase.token),
    h('p', { class: 'row' }, value, copyButton(page, value)),
    h('p', { class: 'hint' }, purchase.tokenHint),
  )
}
