import type { Token } from '#server/contract/tokens.ts'
import { h } from '../../element/render.ts'
import { copyButton } from '../../parts/copy-button.ts'
import { fill } from '../../words/fill.ts'
import { formatCredits } from '../../words/format.ts'
import type { Desk } from './desk.ts'

/** Where a token is shown: once, until it is put away or the visitor leaves. */
export type MadePlace = {
  element: HTMLElement
  show(token: string, about: Token): void
  /** Takes it off the page. @param id only if it is this one's */
  clear(id?: string): void
}

/** @param onDone the visitor has put it away */
export function madePlace({ page, words }: Desk, onDone: () => void): MadePlace {
  const element = h('div', { class: 'notice cards', 'data-made': true, hidden: true })
  let shownId: string | undefined
  const clear = (id = shownId) => {
    if (id !== shownId) return
    element.replaceChildren()
    element.hidden = true
  }
  // A page that the browser keeps for the way back keeps what is in it.
  addEventListener('pagehide', () => clear(), { signal: page.signal })
  return {
    element,
    clear,
    show(token, about) {
      shownId = about.id
      const value = h(
        'textarea',
        {
          id: 'made-token',
          rows: '1',
          dir: 'ltr',
          readonly: true,
          // What a browser remembers of fields, it writes down.
          autocomplete: 'off',
          spellcheck: 'false',
          part: 'input',
          'aria-describedby': 'made-token-hint',
          'data-token-text': true,
        },
        token,
      )
      const label = h(
        'label',
        { for: value.id, id: 'made-token-label' },
        fill(words.made, { name: about.name }),
      )
      const done = h(
        'button',
        { type: 'button', class: 'quiet', 'data-action': 'put-away' },
        words.done,
      )
      done.addEventListener('click', () => {
        clear()
        onDone()
      })
      const hint = [words.once, words.sees, spends({ page, words }, about)].join(' ')
      element.replaceChildren(
        h('div', { class: 'field' }, label, value),
        h('p', { class: 'hint', id: 'made-token-hint' }, hint),
        h('div', { class: 'row' }, copyButton(page, value, label.id), done),
      )
      element.hidden = false
      // All of it is seen, however narrow the page.
      while (value.scrollHeight > value.clientHeight && value.rows < 6) value.rows += 1
      value.focus()
      value.select()
    },
  }
}

function spends({ page, words }: Pick<Desk, 'page' | 'words'>, { spendLimit }: Token): string {
  if (spendLimit === null) return words.spendsAll
  if (spendLimit === 0) return words.spendsNothing
  return fill(words.spendsSome, { amount: formatCredits(page, spendLimit) })
}
