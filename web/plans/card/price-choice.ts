import type { Offer } from '#server/contract/offers.ts'
import { h } from '../../element/render.ts'
import { fill } from '../../words/fill.ts'
import type { Product } from '../group-offers.ts'
import { wordPrice } from './price-words.ts'
import type { PlansPage } from '../states.ts'

/** The prices of a product, and the one that is chosen. */
export type PriceChoice = { element: HTMLElement; chosen(): Offer }

/** Shows all prices of a product side by side: a choice if there are several, the first of them chosen. */
export function priceChoice(page: PlansPage, { id, first, offers }: Product): PriceChoice {
  let chosen = first
  if (offers.length === 1)
    return {
      element: h('div', { class: 'choice', 'data-price': first.price }, ...priceLines(page, first)),
      chosen: () => first,
    }
  const options = offers.map((offer) => {
    const input = h('input', {
      type: 'radio',
      name: `price-${id}`,
      value: offer.price,
      'data-price': offer.price,
    })
    input.checked = offer === first
    input.addEventListener('change', () => (chosen = offer))
    return h('label', { class: 'option' }, input, h('span', {}, ...priceLines(page, offer)))
  })
  const legend = fill(page.text.plans.priceOf, { product: first.name })
  const element = h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'unseen' }, legend),
    ...options,
  )
  return { element, chosen: () => chosen }
}

function priceLines(page: PlansPage, offer: Offer): HTMLElement[] {
  const { price, terms, credits } = wordPrice(page, offer)
  return [
    h('span', { class: 'price' }, price),
    h('span', { class: 'small' }, terms),
    credits !== null && h('span', { class: 'small', 'data-gives': true }, credits),
  ].filter((line) => line !== false)
}
