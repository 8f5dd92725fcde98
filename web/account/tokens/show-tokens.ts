import type { MadeToken } from '#server/contract/tokens.ts'
import { attempt } from '../../element/page.ts'
import { h } from '../../element/render.ts'
import { createErrorSummary } from '../../parts/error-summary.ts'
import { answerPress } from '../../parts/pending.ts'
import type { Asking } from '../../requests/ask-door.ts'
import type { Page } from '../../state.ts'
import type { AccountWords } from '../../words/account/text.ts'
import { askForTokens, endToken, makeToken } from './ask-for-tokens.ts'
import type { Desk } from './desk.ts'
import { madePlace } from './made-token.ts'
import { tokenForm } from './token-form.ts'
import { tokenRow } from './token-row.ts'
import { showTokensFault } from './tokens-fault.ts'

/**
 * Asks for the tokens, and fills the section with them and with what can be done. Loaded with the press that wants it.
 * @throws as `askForTokens`
 */
export async function openTokens(
  page: Page,
  words: AccountWords['tokens'],
  place: HTMLElement,
): Promise<void> {
  let { tokens } = await askForTokens(askingOf(page))
  const list = h('ul', { class: 'records', role: 'list' })
  const none = h('p', { class: 'hint' }, words.none)
  const heading = place.querySelector('h2')
  const summary = createErrorSummary(page)
  const refresh = async (isWanted: () => boolean) => {
    const { tokens: now } = await askForTokens(askingOf(page))
    // Whoever is at work in the list isn't interrupted by the same again.
    if (!isWanted() || JSON.stringify(now) === JSON.stringify(tokens)) return
    tokens = now
    render()
  }
  const desk: Desk = { page, words, run: oneAtATime(page, words, refresh) }
  const made = madePlace(desk, () => heading?.focus())

  const add = ({ token, ...told }: MadeToken) => {
    const isNew = tokens.every(({ id }) => id !== told.id)
    tokens = isNew ? [...tokens, told] : tokens.map((each) => (each.id === told.id ? told : each))
    render()
    made.show(token, told)
  }
  const replace = (id: string) => async (asking: Asking) =>
    add(await makeToken(asking, { rotate: id }))
  const end = (id: string) => async (asking: Asking) => {
    await endToken(asking, { id })
    tokens = tokens.filter((each) => each.id !== id)
    made.clear(id)
    render()
    page.say(words.ended)
    heading?.focus()
  }
  function render(): void {
    const rows = tokens.map((token) =>
      tokenRow(desk, { token, summary, replace: replace(token.id), end: end(token.id) }),
    )
    list.replaceChildren(...rows)
    none.hidden = rows.length > 0
  }

  render()
  const form = tokenForm(desk, { isFirst: tokens.length === 0, add })
  place.querySelector('[data-action="show-tokens"]')?.remove()
  place.append(made.element, summary.element, none, list, form)
  heading?.focus()
}

function askingOf({ settings, session, signal }: Page): Asking {
  return { gateway: settings.gateway, accessToken: session.find() ?? '', signal }
}

/** @param refresh shows what has become of it, if that is still wanted: what failed here may be done all the same */
function oneAtATime(
  page: Page,
  words: AccountWords['tokens'],
  refresh: (isWanted: () => boolean) => Promise<void>,
): Desk['run'] {
  let isBusy = false
  let presses = 0
  return ({ button, pending, summary, task, explain }) => {
    if (isBusy) return
    isBusy = true
    presses += 1
    const own = presses
    summary.clear()
    void answerPress(page, {
      button,
      words: pending,
      task: () => task(askingOf(page)),
      onFault(fault) {
        if (!explain?.(fault)) showTokensFault(page, words, { fault, summary })
        const isLast = () => own === presses
        void attempt(
          page,
          () => refresh(isLast),
          () => undefined,
        )
      },
    }).finally(() => (isBusy = false))
  }
}
