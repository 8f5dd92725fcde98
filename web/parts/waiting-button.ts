import { h } from '../element/render.ts'
import type { Page } from '../state.ts'
import { fill } from '../words/fill.ts'
import { formatCount } from '../words/format.ts'

/** A button that can't be pressed before a given moment, and counts down to it. */
export type WaitingButton = { element: HTMLButtonElement; waitUntil: (moment: number) => void }

/** Builds the button. `waitWords` holds `{seconds}`; a press during the wait does nothing. */
export function createWaitingButton(
  page: Pick<Page, 'locale' | 'signal'>,
  {
    action,
    style,
    words,
    waitWords,
    onPress,
  }: {
    action: string
    style: string
    words: string
    waitWords: string
    onPress: (button: HTMLButtonElement) => void
  },
): WaitingButton {
  const element = h('button', { type: 'button', class: style, 'data-action': action }, words)
  let ticking: ReturnType<typeof setInterval> | undefined

  function waitUntil(moment: number): void {
    const tick = () => {
      const seconds = Math.ceil((moment - Date.now()) / 1000)
      const isOver = seconds <= 0
      if (isOver) clearInterval(ticking)
      element.toggleAttribute('data-wait', !isOver)
      if (isOver) element.removeAttribute('aria-disabled')
      else element.setAttribute('aria-disabled', 'true')
      if (!isOver) element.dataset['wait'] = String(seconds)
      element.textContent = isOver
        ? words
        : fill(waitWords, { seconds: formatCount(page.locale, seconds) })
    }
    clearInterval(ticking)
    ticking = setInterval(tick, 250)
    tick()
  }

  page.signal.addEventListener('abort', () => clearInterval(ticking))
  element.addEventListener('click', () => element.dataset['wait'] === undefined && onPress(element))
  return { element, waitUntil }
}
