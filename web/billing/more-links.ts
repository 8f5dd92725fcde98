import type { PortalLink, PortalLinksResponse } from '#server/contract/links.ts'
import { h } from '../element/render.ts'
import { showDoorFault } from '../parts/after-fault.ts'
import { createErrorSummary } from '../parts/error-summary.ts'
import { answerPress } from '../parts/pending.ts'
import type { Page } from '../state.ts'
import { askForLinks } from './ask-for-links.ts'
import { commonOrder } from './portal-order.ts'

/** How often one press asks. */
const mostAsked = 5

/**
 * The button that asks for the billing accounts which the answer did not come to. It goes when there are no more, or
 * when asking again brought none.
 *
 * @param show adds those that are new, and says how many they were
 */
export function moreLinks(
  page: Page,
  { next }: PortalLinksResponse,
  show: (found: PortalLink[], isMore: boolean) => number,
): HTMLElement {
  const { text, settings, session, signal } = page
  const summary = createErrorSummary(page)
  const button = h(
    'button',
    { type: 'button', class: 'minor', 'data-action': 'show-more' },
    text.links.showMore,
  )
  let after = next
  button.addEventListener('click', () => {
    summary.clear()
    const accessToken = session.find() ?? ''
    void answerPress(page, {
      button,
      words: text.loading.heading,
      async task() {
        const asking = { gateway: settings.gateway, accessToken, signal }
        // An answer may hold only what is shown already: a press is to bring something, or the end.
        for (let asked = 0; asked < mostAsked; asked += 1) {
          const order = { ...commonOrder(page), ...(after === undefined ? {} : { after }) }
          const answer = await askForLinks(asking, order)
          if (signal.aborted) return
          after = answer.next
          const added = show(answer.links, answer.more)
          const isLast = !answer.more || (added === 0 && after === undefined)
          if (isLast) button.remove()
          if (isLast || added > 0) return
        }
      },
      onFault: (fault) => showDoorFault(page, fault, summary),
    })
  })
  return h('div', {}, summary.element, button)
}
