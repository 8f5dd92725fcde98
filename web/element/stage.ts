import { fill } from '../words/fill.ts'
import type { PageOf, SessionRule, View } from './page.ts'
import { h, present } from './render.ts'

/** Shows states. */
export type Stage<State extends { name: string }> = {
  show: (state: State) => void
  current: () => State['name'] | null
  leave: () => void
}

/** The page, how its states look, and what the stage needs of the element around it. */
export type StageProps<State extends { name: string }> = {
  page: Omit<PageOf<State>, 'go' | 'say' | 'signal'>
  // A method, so that each entry may take its own state: it is handed no other.
  views: Record<
    State['name'],
    { view(page: PageOf<State>, state: State): View; session: SessionRule }
  >
  root: ShadowRoot
  /** The way to the owner, under every state that doesn't show one of its own. */
  closing: (page: PageOf<State>) => HTMLElement
  /** Called with the name of every state that is shown, and whether some of it is still to arrive. */
  onState: (name: State['name'], isArriving: boolean) => void
  /** Called when all of the present state has arrived. */
  onArrived: () => void
}

/**
 * Shows one state at a time. The heading of a new state takes the focus once the visitor has done something; before
 * that, nobody wants the focus to move.
 */
export function createStage<State extends { name: string }>({
  page,
  views,
  root,
  closing,
  onState,
  onArrived,
}: StageProps<State>): Stage<State> {
  const { text, brand, settings } = page
  const live = h('p', { class: 'unseen', role: 'status', 'data-live': true })
  const holder = h('div', { lang: text.page.language, dir: text.page.direction, class: 'holder' })
  // What styles it stays.
  const former = [...root.children].filter(({ localName }) => localName !== 'link')
  for (const child of former) child.remove()
  root.append(holder, live)
  let leaving = new AbortController()
  let shown: State['name'] | null = null
  let hasActed = false
  for (const type of ['click', 'submit']) root.addEventListener(type, () => (hasActed = true), true)

  function show(state: State): void {
    leaving.abort()
    leaving = new AbortController()
    const { signal } = leaving
    const name: State['name'] = state.name
    const isFirst = shown === null
    shown = name
    const entry = views[name]
    if (entry.session === 'ends') page.session.drop()
    const go = (next: State) => !signal.aborted && show(next)
    const say = (words: string) => {
      live.textContent = words
    }
    say('')
    const own = { ...page, signal, go, say }
    const { heading, parts, wide = false, arriving } = entry.view(own, state)
    const title = h(
      settings.standalone ? 'h1' : 'h2',
      { id: 'heading', part: 'heading', tabindex: '-1', 'data-heading': true },
      heading,
    )
    const section = h(
      'section',
      {
        'data-state': name,
        'aria-labelledby': 'heading',
        part: wide ? null : 'box',
        class: wide ? 'wide' : '',
      },
      title,
    )
    section.append(...present(parts))
    if (section.querySelector('[data-support]') === null) section.append(closing(own))
    holder.replaceChildren(section)
    if (settings.standalone) document.title = fill(text.page.title, { heading, brand: brand.name })
    if (hasActed) title.focus()
    // Without the focus, screen readers learn only here that something else is shown; the first state is the page itself.
    else if (!isFirst && live.textContent === '') say(heading)
    onState(name, arriving !== undefined)
    void arriving?.then(() => signal.aborted || onArrived())
  }

  return { show, current: () => shown, leave: () => leaving.abort() }
}
