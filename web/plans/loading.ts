import { attempt } from '../element/page.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { askForOffers } from '../requests/ask-for-offers.ts'
import type { PlansPage } from './states.ts'

/** Asks what is for sale, and shows that it does. */
export function loadingView(page: PlansPage): View {
  const { settings, product, signal, text } = page
  page.say(text.plans.loading)
  void attempt(
    page,
    async () => {
      const offers = await askForOffers(settings.gateway, product, signal)
      page.go(offers.length === 0 ? { name: 'nothing' } : { name: 'offers', offers })
    },
    (fault) => page.go({ name: 'unavailable', fault, failedAt: Date.now() }),
  )
  const bone = () => h('div', { class: 'bone', 'aria-hidden': 'true' })
  return {
    heading: text.plans.heading,
    parts: [h('div', { class: 'plans' }, bone(), bone(), bone())],
    wide: true,
  }
}
