import { h } from '../../element/render.ts'
import { createErrorSummary } from '../../parts/error-summary.ts'
import { answerPress } from '../../parts/pending.ts'
import { PageFault } from '../../requests/faults.ts'
import type { Page } from '../../state.ts'
import { loadAccountWords } from '../../words/account/locale.ts'
import type { AccountWords } from '../../words/account/text.ts'
import type { Account } from '../ask-for-account.ts'
import type { CreditsHere } from '../credits-here.ts'
import { fillSection, sectionPlace } from '../section.ts'
import type { Section } from '../section.ts'
import { showTokensFault } from './tokens-fault.ts'

/**
 * The visitor's tokens, closed until a press asks for them: who has credits may have some, and nobody else reads of any
 * (docs/decisions/0055).
 */
export function tokensSection(page: Page, here: CreditsHere): Section {
  const place = sectionPlace('tokens')
  const show = async (account: Account | null) => {
    // What is there stays as it is: somebody may be at work in it.
    if (!place.hidden || !(await here.areExpected(account))) return
    const { tokens: words } = await loadAccountWords(page.text.page.language, page.brand.text)
    if (place.hidden && !page.signal.aborted) fillClosed(page, place, words)
  }
  return {
    element: place,
    show,
    // The door of tokens is another one: what is unknown is not whether there are any.
    showUnknown: () => show(null).catch(() => undefined),
  }
}

function fillClosed(page: Page, place: HTMLElement, words: AccountWords['tokens']): void {
  const summary = createErrorSummary(page)
  const button = h(
    'button',
    { type: 'button', class: 'quiet', 'data-action': 'show-tokens' },
    words.show,
  )
  button.addEventListener('click', () => {
    summary.clear()
    const task = async () => {
      const { openTokens } = await loadCode()
      await openTokens(page, words, place)
    }
    void answerPress(page, {
      button,
      words: page.text.records.loading,
      task,
      onFault: (fault) => showTokensFault(page, words, { fault, summary, lead: words.unknown }),
    })
  })
  fillSection(place, words.heading, h('p', { class: 'hint' }, words.lead), summary.element, button)
}

async function loadCode() {
  try {
    return await import('./show-tokens.ts')
  } catch (cause) {
    throw new PageFault('offline', 'The code for tokens did not come', { cause })
  }
}
