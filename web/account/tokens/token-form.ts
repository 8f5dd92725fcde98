import type { MadeToken } from '#server/contract/tokens.ts'
import { h } from '../../element/render.ts'
import { createErrorSummary } from '../../parts/error-summary.ts'
import { makeToken } from './ask-for-tokens.ts'
import type { Desk } from './desk.ts'
import { tokenFields } from './token-fields.ts'

/**
 * The form that makes a token, folded away where there are some.
 * @param about.add takes what was made
 */
export function tokenForm(
  { page, words, run }: Desk,
  { isFirst, add }: { isFirst: boolean; add: (made: MadeToken) => void },
): HTMLElement {
  const summary = createErrorSummary(page)
  const fields = tokenFields(page, words, summary)
  const button = h(
    'button',
    { type: 'submit', class: 'main', 'data-action': 'make-token' },
    words.make,
  )
  const form = h(
    'form',
    { class: 'cards', novalidate: true },
    summary.element,
    ...fields.elements,
    button,
  )
  const folded = h(
    'details',
    { class: 'earlier', 'data-make': true, open: isFirst },
    h('summary', {}, words.makeOne),
    form,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    summary.clear()
    const order = fields.read()
    if (order === null) return
    run({
      button,
      pending: words.making,
      summary,
      explain: ({ code }) =>
        code === 'body_invalid' && order.expiresAt !== null && fields.refuseDay(),
      async task(asking) {
        const made = await makeToken(asking, order)
        form.reset()
        folded.open = false
        add(made)
      },
    })
  })
  return folded
}
