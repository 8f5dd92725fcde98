import { attempt } from '../element/page.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { askForPrices } from '../requests/ask-for-prices.ts'
import type { CartPage, OwnState } from './states.ts'

/** Asks what the things in the cart are and cost at this moment, and shows that it does. */
export function loadingView(
  page: CartPage,
  { suggested, gone = [] }: Extract<OwnState, { name: 'loading' }>,
): View {
  const { settings, signal, text, cart } = page
  const { lines } = cart.read()
  // Into an empty cart a link's lines go at once: there is nothing that they could be mixed with.
  const isFilled = lines.length === 0 && suggested.length > 0
  if (isFilled) cart.setLines(() => suggested)
  const left = isFilled ? [] : suggested
  page.say(text.cart.loading)
  void attempt(
    page,
    async () => {
      const wanted = [...cart.read().lines, ...left].map(({ price }) => price)
      const prices = new Set([...wanted, ...gone.flatMap(({ instead }) => instead ?? [])])
      const known = await askForPrices(settings.gateway, [...prices], signal)
      const told = { ...known, gone: [...gone, ...known.gone] }
      page.go({ name: 'cart', known: told, suggested: left })
    },
    (fault) => page.go({ name: 'unavailable', fault, failedAt: Date.now(), suggested: left }),
  )
  const bone = h('div', { class: 'bone', 'aria-hidden': 'true' })
  return { heading: text.cart.heading, parts: [bone] }
}
