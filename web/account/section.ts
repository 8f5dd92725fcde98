import { h } from '../element/render.ts'
import { answerPress } from '../parts/pending.ts'
import type { Page } from '../state.ts'
import type { Account, AskingProject } from './ask-for-account.ts'

/**
 * A part of what somebody has, hidden until it is known. What is nothing stays hidden; what is unknown says so, with a way
 * to ask again.
 */
export type Section = {
  element: HTMLElement
  /** @throws what it has to ask for beside the account, and didn't get */
  show(account: Account, asking: AskingProject): Promise<void>
  /** @param ask asks for everything once more */
  showUnknown(ask: () => Promise<void>): void | Promise<void>
}

/** Where a section goes, and its hook: `[data-access]`, `[data-credits]`. */
export function sectionPlace(name: string): HTMLElement {
  return h('div', { class: 'cards', id: name, [`data-${name}`]: true, hidden: true })
}

/** Shows a section: its heading, and what is below. */
export function fillSection(
  place: HTMLElement,
  heading: string,
  ...content: (Node | string)[]
): void {
  const title = h('h2', { class: 'sub', id: `${place.id}-heading`, tabindex: '-1' }, heading)
  place.replaceChildren(title, ...content)
  place.hidden = false
}

/** Says that it isn't known, with the way to ask again. */
export function fillUnknown(
  page: Page,
  place: HTMLElement,
  unknown: { heading: string; words: string; ask: () => Promise<void> },
): void {
  const { text } = page
  const action = `ask-${place.id}`
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      id: action,
      'data-action': action,
      // There may be several of them.
      'aria-labelledby': `${action} ${place.id}-heading`,
    },
    text.error.retry,
  )
  button.addEventListener('click', () => {
    const task = async () => {
      await unknown.ask()
      place.querySelector('h2')?.focus()
    }
    const onFault = () => fillUnknown(page, place, unknown)
    void answerPress(page, { button, words: text.records.loading, task, onFault })
  })
  fillSection(place, unknown.heading, h('p', { class: 'hint' }, unknown.words), button)
}
