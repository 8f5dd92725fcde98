import { h } from '../../element/render.ts'
import type { Page } from '../../state.ts'

/** The customer ID, folded away: the owner's support asks for it, nobody else needs it. */
export function supportDetails(page: Page, customer: string): HTMLElement {
  const { details, customerId, copy, copied } = page.text.links
  const [buttonId, numberId] = [`copy-${customer}`, `id-${customer}`]
  const button = h(
    'button',
    {
      id: buttonId,
      type: 'button',
      class: 'quiet',
      'data-action': 'copy',
      'aria-labelledby': `${buttonId} ${numberId}`,
    },
    copy,
  )
  const number = h('code', { id: numberId, dir: 'ltr', 'data-customer': customer }, customer)
  button.addEventListener('click', () => {
    void copyText(number).then((isCopied) => {
      if (!isCopied) return
      button.textContent = copied
      page.say(copied)
    })
  })
  return h(
    'details',
    {},
    h('summary', {}, details),
    h('p', { class: 'row' }, `${customerId}: `, number, button),
  )
}

// A page on another origin, or one without https, may not write to the clipboard: then the ID is selected instead.
async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent)
    return true
  } catch {
    getSelection()?.selectAllChildren(element)
    return false
  }
}
