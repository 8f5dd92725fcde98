import { h } from '../../element/render.ts'
import { copyButton } from '../../parts/copy-button.ts'
import type { Page } from '../../state.ts'

/** The customer ID, folded away: the owner's support asks for it, nobody else needs it. */
export function supportDetails(page: Page, customer: string): HTMLElement {
  const { details, customerId } = page.text.links
  const id = `id-${customer}`
  const number = h('code', { id, dir: 'ltr', 'data-customer': customer }, customer)
  return h(
    'details',
    {},
    h('summary', {}, details),
    h('p', { class: 'row' }, `${customerId}: `, number, copyButton(page, number)),
  )
}
