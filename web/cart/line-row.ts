import type { Offer } from '#server/contract/offers.ts'
import { h } from '../element/render.ts'
import { fill } from '../words/fill.ts'
import type { CartLine } from './cart.ts'
import { most } from './cart.ts'
import { wordAmount, wordTerms } from './line-words.ts'
import type { CartPage } from './states.ts'

/** What a line can be made into. */
export type LineChange = {
  quantity: (count: number) => void
  remove: (name: string) => void
  /** Puts the other price in its place. */
  take: (instead: Offer) => void
}

/** A line that is for sale: what it is, what it costs, how many, and the way out. */
export function lineRow(
  page: CartPage,
  { price, quantity }: CartLine,
  { offer, change }: { offer: Offer; change: LineChange },
): HTMLElement {
  const { cart } = page.text
  const { name } = offer
  const input = h('input', {
    type: 'number',
    inputmode: 'numeric',
    min: '1',
    max: String(most.quantity),
    value: String(quantity),
    'aria-label': fill(cart.quantityOf, { product: name }),
  })
  input.addEventListener('change', () => {
    const count = Number.parseInt(input.value, 10)
    // What is no number is what it was.
    if (count >= 1) change.quantity(count)
    else input.value = String(quantity)
  })
  return h(
    'li',
    { class: 'card line', part: 'card', 'data-price': price },
    h(
      'div',
      { class: 'what' },
      h('strong', {}, h('bdi', {}, name)),
      h('p', {}, wordAmount(page, offer)),
      h('p', { class: 'small' }, wordTerms(page, offer)),
    ),
    // Of what the customer chooses the amount, there is one.
    offer.custom === null && input,
    removeButton(page, name, change),
  )
}

/** A line that ended, struck out; what there is instead is taken by a press only. */
export function endedRow(
  page: CartPage,
  { price }: CartLine,
  { instead, change }: { instead: Offer | null; change: LineChange },
): HTMLElement {
  const { cart } = page.text
  const name = instead?.name ?? price
  const take = h(
    'button',
    { type: 'button', class: 'minor', 'data-action': 'take' },
    fill(cart.take, { product: name }),
  )
  if (instead !== null) take.addEventListener('click', () => change.take(instead))
  return h(
    'li',
    { class: 'card line', part: 'card', 'data-price': price, 'data-ended': true },
    h(
      'div',
      { class: 'what' },
      h('s', {}, h('bdi', {}, name)),
      h('p', {}, cart.ended),
      instead !== null && h('p', {}, fill(cart.now, { price: wordAmount(page, instead) })),
    ),
    instead !== null && take,
    removeButton(page, name, change),
  )
}

function removeButton({ text }: CartPage, name: string, { remove }: LineChange): HTMLElement {
  const words = fill(text.cart.remove, { product: name })
  const button = h('button', { type: 'button', class: 'quiet', 'data-action': 'remove' }, words)
  button.addEventListener('click', () => remove(name))
  return button
}
