import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { fillParts } from '../words/fill.ts'
import { billingLine } from './billing-line.ts'
import type { PlansPage } from './states.ts'

/** Nothing is offered: a word for the visitor, and for the owner what to do. */
export function nothingView(page: PlansPage): View {
  const { plans } = page.text
  const code = (words: string) => h('code', { dir: 'ltr' }, words)
  const commands = { metadata: code('offer=yes'), doctor: code('npm run doctor') }
  return {
    heading: plans.nothing,
    parts: [
      h('p', { class: 'lead' }, plans.later),
      billingLine(page),
      h(
        'p',
        { class: 'notice', part: 'notice', 'data-owner': true },
        ...fillParts<Node>(plans.owner, commands),
      ),
    ],
  }
}
