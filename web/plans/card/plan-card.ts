import { h } from '../../element/render.ts'
import { createErrorSummary } from '../../parts/error-summary.ts'
import { icon } from '../../parts/icon.ts'
import { fill } from '../../words/fill.ts'
import { chooseButton } from '../pay/choose-button.ts'
import type { Product } from '../group-offers.ts'
import type { PressKeys } from '../pay/press-keys.ts'
import { priceChoice } from './price-choice.ts'
import type { PlansPage } from '../states.ts'

/** A card, and whether it says that the visitor has what it sells. */
export type PlanCard = { element: HTMLElement; mark: (isRunning: boolean) => void }

/** One product: what it is, its prices, and one button. Its picture stays away (docs/decisions/0041). */
export function planCard(page: PlansPage, product: Product, keys: PressKeys): PlanCard {
  const { plans } = page.text
  const { id, first } = product
  const isRecurring = product.offers.some(({ interval }) => interval !== null)
  const titleId = `product-${id}`
  const summary = createErrorSummary(page)
  const { element: prices, chosen } = priceChoice(page, product)
  const button = chooseButton(page, { product: first.name, chosen, keys, summary })
  const yours = h(
    'p',
    { class: 'facts', 'data-yours': true, hidden: true },
    h('span', { class: 'status good' }, icon('check'), plans.yours),
    h('a', { href: page.billingUrl, 'data-action': 'billing' }, plans.manage),
  )
  const features = first.features.map((words) => h('li', {}, icon('check'), theirs(words)))
  const element = h(
    'article',
    { class: 'card plan', part: 'card', 'data-product': id, 'aria-labelledby': titleId },
    h('h2', { id: titleId }, theirs(first.name)),
    yours,
    first.description !== null && h('p', {}, theirs(first.description)),
    features.length > 0 && h('ul', { class: 'features' }, ...features),
    prices,
    isRecurring && payerLine(page),
    summary.element,
    button,
  )
  return {
    element,
    mark(isRunning) {
      yours.hidden = !(isRunning && isRecurring)
      // What is running is changed, not bought again; the door knows for certain.
      button.className = yours.hidden ? 'main' : 'minor'
    },
  }
}

/** The owner's words run in their own direction, on the side of ours. */
function theirs(words: string): HTMLElement {
  return h('bdi', {}, words)
}

/** Stripe keeps the reference of a one-time payment; a subscription belongs to whoever pays. */
function payerLine({ text, account }: PlansPage): HTMLElement | null {
  if (account === null) return null
  const words = fill(text.plans.forPayer, { ending: account.slice(-4) })
  return h('p', { class: 'small', 'data-for-payer': true }, words)
}
