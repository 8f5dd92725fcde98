import { h } from '../element/render.ts'
import { fillParts } from '../words/fill.ts'
import type { PlansPage } from './states.ts'

/** The way to the billing accounts, for those who have bought before. */
export function billingLine({ text, billingUrl }: PlansPage): HTMLElement {
  const manage = h('a', { href: billingUrl, 'data-action': 'billing' }, text.actions.manage)
  return h('p', {}, ...fillParts<Node>(text.plans.already, { manage }))
}
