import type { Offer } from '#server/contract/offers.ts'
import { h } from '../element/render.ts'
import type { Plural } from '../words/fill.ts'
import { choosePlural, fill } from '../words/fill.ts'
import { formatCount } from '../words/format.ts'
import { findObstacle } from './add-to-cart.ts'
import type { CartLine } from './cart.ts'
import { joinLines } from './cart.ts'
import type { CartPage } from './states.ts'

/** Lines that somebody else put together, and what they may become. */
export type Suggestion = {
  words: Plural
  lines: readonly CartLine[]
  offers: readonly Offer[]
  /** @param left names of what needs an order of its own, and was not added */
  add: (left: string[]) => void
  leave: () => void
}

/** Says what is suggested, and adds it by a press only: what fits, and nothing twice. */
export function suggestionNotice(page: CartPage, suggestion: Suggestion): HTMLElement {
  const { text, locale } = page
  const { words, lines, leave } = suggestion
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0)
  const sentence = choosePlural(text.page.language, words, count)
  const button = (action: string, label: string, press: () => void) => {
    const made = h('button', { type: 'button', class: 'minor', 'data-action': action }, label)
    made.addEventListener('click', press)
    return made
  }
  return h(
    'div',
    { class: 'notice', part: 'notice', 'data-suggested': true },
    h('p', {}, fill(sentence, { count: formatCount(locale, count) })),
    h(
      'div',
      { class: 'row' },
      button('add', text.cart.add, () => suggestion.add(join(page, suggestion))),
      button('leave', text.cart.leave, leave),
    ),
  )
}

/** @returns the names of what didn't fit */
function join({ cart }: CartPage, { lines, offers }: Suggestion): string[] {
  const left: string[] = []
  cart.setLines((own) =>
    lines.reduce(
      (joined: CartLine[], line) => {
        const offer = offers.find(({ price }) => price === line.price)
        const present = offers.filter(({ price }) => joined.some((each) => each.price === price))
        if (offer !== undefined && findObstacle(offer, present) !== null) {
          left.push(offer.name)
          return joined
        }
        return joinLines(joined, [line])
      },
      [...own],
    ),
  )
  return left
}
