import { attempt } from '../element/page.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { readToken } from '../element/session.ts'
import { stateAfterFault } from '../parts/after-fault.ts'
import type { Page } from '../state.ts'
import { askForLinks } from './ask-for-links.ts'
import { loadFoundCode } from './found-code.ts'
import { commonOrder } from './portal-order.ts'

/** Asks for the links and shows that it does. */
export function loadingView(page: Page): View {
  const { session, settings, signal, text } = page
  const accessToken = session.find() ?? ''
  page.say(text.loading.heading)
  void attempt(
    page,
    async () => {
      const asking = { gateway: settings.gateway, accessToken, signal }
      const [answer] = await Promise.all([askForLinks(asking, commonOrder(page)), loadFoundCode()])
      page.go(
        answer.links.length === 0 && !answer.more
          ? { name: 'nothing-found', email: answer.email, livemode: answer.livemode }
          : { name: 'links', answer, receivedAt: Date.now() },
      )
    },
    (fault) => {
      const email = readToken(accessToken)?.email ?? ''
      page.go(stateAfterFault(fault, { email, failedAt: Date.now(), again: { name: 'loading' } }))
    },
  )
  const bone = () => h('div', { class: 'bone', 'aria-hidden': 'true' })
  return { heading: text.loading.heading, parts: [bone(), bone()], wide: true }
}
