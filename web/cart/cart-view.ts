import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { createErrorSummary } from '../parts/error-summary.ts'
import type { KnownPrices } from '../requests/ask-for-prices.ts'
import { fill } from '../words/fill.ts'
import type { CartLine } from './cart.ts'
import { withQuantity } from './cart.ts'
import { endedRow, lineRow } from './line-row.ts'
import type { LineChange } from './line-row.ts'
import { wordSubtotal } from './line-words.ts'
import { payButton } from './pay/pay-button.ts'
import type { CartPage, OwnState } from './states.ts'
import { suggestionNotice } from './suggestion.ts'

/** What is in the cart, as it is now in whichever tab, and the way to Stripe's page. */
export function cartView(
  page: CartPage,
  { known, suggested }: Extract<OwnState, { name: 'cart' }>,
): View {
  const { text, cart, signal } = page
  const { lines } = cart.read()
  const show = (told: KnownPrices, left: CartLine[] = suggested) =>
    page.go({ name: 'cart', known: told, suggested: left })
  const reload = () => page.go({ name: 'loading', suggested })
  cart.watch(reload, signal)
  const summary = createErrorSummary(page)
  const subtotal = h('p', { class: 'strong', 'data-subtotal': true })
  const sum = () =>
    subtotal.replaceChildren(wordSubtotal(page, cart.read().lines, known.offers) ?? '')
  sum()
  const rows = lines.map((line) => {
    const change = changeOf(page, line, { sum, show: () => show(known) })
    const offer = known.offers.find(({ price }) => price === line.price)
    const gone = known.gone.find(({ price }) => price === line.price)
    if (offer !== undefined && gone === undefined) return lineRow(page, line, { offer, change })
    const instead = known.offers.find(({ price }) => price === gone?.instead) ?? null
    return endedRow(page, line, { instead, change })
  })
  const pay = payButton(page, summary, ({ gone }) => {
    summary.showLines('offer_unknown', h('p', {}, text.cart.endedInOrder))
    if (gone.length > 0) page.go({ name: 'loading', suggested, gone })
  })
  const notice =
    suggested.length > 0 &&
    suggestionNotice(page, {
      words: text.cart.suggested,
      lines: suggested,
      offers: known.offers,
      leave: () => show(known, []),
      add(left) {
        show(known, [])
        if (left.length > 0) page.say(fill(text.cart.separately, { products: left.join(', ') }))
      },
    })
  const notKept =
    !cart.isKept() && h('p', { class: 'notice', 'data-not-kept': true }, text.cart.notKept)
  if (lines.length === 0)
    return {
      heading: text.cart.empty,
      parts: [notice, h('p', { class: 'lead' }, text.cart.emptyLead), notKept],
    }
  return {
    heading: text.cart.heading,
    parts: [
      h('p', { class: 'lead' }, text.cart.lead),
      notice,
      h('ul', { class: 'lines' }, ...rows),
      notKept,
      subtotal,
      h('p', { class: 'hint' }, text.cart.later),
      summary.element,
      h('div', { class: 'row' }, pay),
    ],
  }
}

function changeOf(
  { cart, text, say }: CartPage,
  { price, quantity }: CartLine,
  { sum, show }: { sum: () => void; show: () => void },
): LineChange {
  return {
    quantity(count) {
      cart.setLines((lines) => withQuantity(lines, price, count))
      sum()
    },
    remove(name) {
      cart.setLines((lines) => withQuantity(lines, price, 0))
      show()
      say(fill(text.cart.removed, { product: name }))
    },
    take(instead) {
      cart.setLines((lines) => withQuantity(withQuantity(lines, price, 0), instead.price, quantity))
      show()
    },
  }
}
