import type { Offer } from '#server/contract/offers.ts'
import type { View } from '../element/page.ts'
import { h, strong } from '../element/render.ts'
import { fillParts } from '../words/fill.ts'
import { billingLine } from './billing-line.ts'
import { groupOffers } from './group-offers.ts'
import { planCard } from './card/plan-card.ts'
import { createPressKeys } from './pay/press-keys.ts'
import { watchRunning } from './running-plans.ts'
import type { PlansPage } from './states.ts'

/** One card for each product, in the order of the answer. What the visitor has is marked once it is known. */
export function offersView(page: PlansPage, { offers }: { offers: Offer[] }): View {
  const { text, account } = page
  const keys = createPressKeys(() => crypto.getRandomValues(new Uint8Array(16)))
  const cards = groupOffers(offers).map((product) => {
    return { name: product.first.name, ...planCard(page, product, keys) }
  })
  const who = h('p', { class: 'signed-in', hidden: true })
  void watchRunning(page, (found) => {
    const products = found === null || found === 'unsure' ? new Set<string>() : found.products
    for (const { name, mark } of cards) mark(products.has(name))
    who.hidden = found === null
    if (found === 'unsure') who.replaceChildren(text.plans.unsure)
    else if (found !== null) {
      const email = h('bdi', { class: 'strong', 'data-email': true }, found.email)
      who.replaceChildren(h('span', {}, ...fillParts<Node>(text.links.signedIn, { email })))
    }
  })
  const ending = strong(account?.slice(-4) ?? '')
  return {
    heading: text.plans.heading,
    wide: true,
    parts: [
      h('p', { class: 'lead' }, text.plans.lead),
      account !== null &&
        h(
          'p',
          { class: 'notice', part: 'notice', 'data-account': true },
          h('span', {}, ...fillParts<Node>(text.plans.forAccount, { ending })),
        ),
      who,
      h('div', { class: 'plans' }, ...cards.map(({ element }) => element)),
      billingLine(page),
    ],
  }
}
