import { askForLinks } from '../requests/ask-door.ts'
import { stateAfterFault, stateAfterLinks } from '../element/next-state.ts'
import { attempt } from '../element/page.ts'
import type { Page, View } from '../element/page.ts'
import { commonOrder } from './portal-order.ts'
import { h } from '../element/render.ts'
import { readToken } from '../element/session.ts'

/** Asks for the links and shows that it does. */
export function loadingView(page: Page): View {
  const { session, settings, signal, text } = page
  const accessToken = session.find() ?? ''
  page.say(text.loading.heading)
  void attempt(
    page,
    async () => {
      const order = commonOrder(page)
      const answer = await askForLinks(
        { gatewayUrl: settings.gatewayUrl, accessToken, signal },
        order,
      )
      page.go(stateAfterLinks(answer, Date.now()))
    },
    (fault) => {
      const email = readToken(accessToken)?.email ?? ''
      page.go(stateAfterFault(fault, { email, failedAt: Date.now() }))
    },
  )
  const bone = () => h('div', { class: 'bone', 'aria-hidden': 'true' })
  return { heading: text.loading.heading, parts: [bone(), bone()], wide: true }
}
