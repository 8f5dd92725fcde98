import { attempt } from '../element/page.ts'
import { h } from '../element/render.ts'
import { icon } from '../parts/icon.ts'
import { answerPress } from '../parts/pending.ts'
import type { Page } from '../state.ts'
import { askForAccess } from './ask-for-access.ts'
import type { Access } from './ask-for-access.ts'
import { lookAgain } from './look-again.ts'
import { nameAccess } from './name-access.ts'

/**
 * What the visitor can use now, asked beside everything else and shown once it is known: nothing where it is nothing, and
 * never nothing where it is unknown.
 *
 * @param about.livemode the mode that the door said; `undefined` from a door of before, which says none
 * @param about.isBack they come from Stripe's portal: what they changed there may take a few seconds to arrive
 */
export function accessSection(
  page: Page,
  { livemode, isBack }: { livemode: boolean | undefined; isBack: boolean },
): HTMLElement {
  const place = h('div', { class: 'cards', 'data-access': true, hidden: true })
  if (livemode === undefined) return place
  const ask = async () => {
    const { settings, session, signal } = page
    const accessToken = session.find() ?? ''
    const access = await askForAccess({ ...settings, accessToken, livemode, signal })
    if (!signal.aborted) showAccess(page, place, access ?? [])
  }
  const onFault = () => showUnknown(page, place, ask)
  void attempt(page, () => lookAgain({ ask, isBack, signal: page.signal }), onFault)
  return place
}

function showAccess(page: Page, place: HTMLElement, access: Access[]): void {
  const words = access.map((each) => nameAccess(page, each)).filter((each) => each !== null)
  const shown = [...place.querySelectorAll('bdi')].map(({ textContent }) => textContent)
  // Whoever reads it isn't interrupted by the same again.
  if (shown.length > 0 && shown.join('\n') === words.join('\n')) return
  const chips = words.map((each) =>
    h('li', { class: 'status good' }, icon('check'), h('bdi', { class: 'strong' }, each)),
  )
  fill(page, place, h('ul', { class: 'facts', role: 'list' }, ...chips))
  place.hidden = chips.length === 0
}

function showUnknown(page: Page, place: HTMLElement, ask: () => Promise<void>): void {
  const { text } = page
  const button = h(
    'button',
    { type: 'button', class: 'quiet', 'data-action': 'ask-access' },
    text.error.retry,
  )
  button.addEventListener('click', () => {
    const task = async () => {
      await ask()
      place.querySelector('h2')?.focus()
    }
    const onFault = () => showUnknown(page, place, ask)
    void answerPress(page, { button, words: text.records.loading, task, onFault })
  })
  fill(page, place, h('p', { class: 'hint' }, text.account.unknown), button)
  place.hidden = false
}

function fill({ text }: Page, place: HTMLElement, ...content: HTMLElement[]): void {
  place.replaceChildren(h('h2', { class: 'sub', tabindex: '-1' }, text.account.heading), ...content)
}
