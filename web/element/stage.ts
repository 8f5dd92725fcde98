import { fill } from '../words/fill.ts'
import { endsSession } from './next-state.ts'
import type { Page } from './page.ts'
import { h, present } from './render.ts'
import type { State } from './state.ts'
import { viewOf } from './views.ts'

/** Where states are shown. */
export type Stage = {
  show: (state: State) => void
  current: () => State['name'] | null
  leave: () => void
}

/** Where the page stands, and what it needs of the element around it. */
export type StageProps = {
  page: Omit<Page, 'go' | 'say' | 'signal'>
  root: ShadowRoot
  /** Told the name of every state that is shown. */
  onState: (name: State['name']) => void
}

/**
 * Shows one state at a time. The heading of a new state takes the focus as soon as the visitor has done something;
 * before that, nobody wants the focus to be moved.
 */
export function createStage({ page, root, onState }: StageProps): Stage {
  const { text, brand, settings } = page
  const live = h('p', { class: 'unseen', role: 'status', 'data-live': true })
  const holder = h('div', { lang: text.page.language, dir: text.page.direction, class: 'holder' })
  root.replaceChildren(holder, live)
  let leaving = new AbortController()
  let shown: State['name'] | null = null
  let hasActed = false
  for (const type of ['click', 'submit']) root.addEventListener(type, () => (hasActed = true), true)

  function show(state: State): void {
    leaving.abort()
    leaving = new AbortController()
    const { signal } = leaving
    shown = state.name
    if (endsSession(state)) page.session.drop()
    const go = (next: State) => !signal.aborted && show(next)
    const say = (words: string) => {
      live.textContent = words
    }
    say('')
    const { heading, parts, wide = false } = viewOf({ ...page, signal, go, say }, state)
    const title = h(
      settings.standalone ? 'h1' : 'h2',
      { id: 'heading', part: 'heading', tabindex: '-1', 'data-heading': true },
      heading,
    )
    const section = h(
      'section',
      {
        'data-state': state.name,
        'aria-labelledby': 'heading',
        part: wide ? null : 'box',
        class: wide ? 'wide' : '',
      },
      title,
    )
    section.append(...present(parts))
    holder.replaceChildren(section)
    if (settings.standalone) document.title = fill(text.page.title, { heading, brand: brand.name })
    if (hasActed) title.focus()
    onState(state.name)
  }

  return { show, current: () => shown, leave: () => leaving.abort() }
}
