import type { Token } from '#server/contract/tokens.ts'
import { h } from '../../element/render.ts'
import type { ErrorSummary } from '../../parts/error-summary.ts'
import type { Asking } from '../../requests/ask-door.ts'
import { fill } from '../../words/fill.ts'
import type { Desk } from './desk.ts'

/** A button that asks once more before it does something to a token, and the place for what it asks. */
export function questionFor(
  { page, words, run }: Desk,
  {
    action,
    token,
    titleId,
    summary,
    act,
  }: {
    action: 'replace' | 'end'
    token: Token
    /** The id of what says which token it is. */
    titleId: string
    /** Where it is said what went wrong. */
    summary: ErrorSummary
    act: (asking: Asking) => Promise<void>
  },
): { opener: HTMLElement; box: HTMLElement } {
  const id = `${action}-${titleId}`
  const opener = h(
    'button',
    {
      id,
      type: 'button',
      class: 'quiet',
      'data-action': action,
      'aria-expanded': 'false',
      'aria-labelledby': `${id} ${titleId}`,
    },
    words[action],
  )
  const confirm = h(
    'button',
    { type: 'button', class: 'minor', 'data-action': `${action}-now` },
    words[`${action}Now`],
  )
  const keep = h(
    'button',
    { type: 'button', class: 'quiet', 'data-action': 'keep-token' },
    words.keep,
  )
  const question = h(
    'p',
    { id: `${id}-question` },
    fill(words[`${action}Question`], { name: token.name, ending: token.lastFour }),
  )
  const box = h(
    'div',
    {
      class: 'summary',
      role: 'group',
      tabindex: '-1',
      'aria-labelledby': question.id,
      'data-question': action,
      hidden: true,
    },
    question,
    h('div', { class: 'row' }, confirm, keep),
  )
  const open = (isOpen: boolean) => {
    box.hidden = !isOpen
    opener.setAttribute('aria-expanded', String(isOpen))
    ;(isOpen ? box : opener).focus()
  }
  opener.addEventListener('click', () => open(box.hidden === true))
  keep.addEventListener('click', () => open(false))
  box.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') open(false)
  })
  confirm.addEventListener('click', () =>
    run({ button: confirm, pending: page.text.records.loading, summary, task: act }),
  )
  return { opener, box }
}
