import type { Offer } from '#server/contract/offers.ts'
import { h } from '../../element/render.ts'
import type { ErrorSummary } from '../../parts/error-summary.ts'
import { askForCheckout } from '../../requests/ask-for-checkout.ts'
import type { CheckoutAnswer, CheckoutOrder } from '../../requests/ask-for-checkout.ts'
import { PageFault } from '../../requests/faults.ts'
import { fill } from '../../words/fill.ts'
import type { PlansPage } from '../states.ts'
import type { PressKeys } from './press-keys.ts'

/** What is chosen where, and where it is said what went wrong. */
export type ChooseProps = {
  product: string
  chosen: () => Offer
  keys: PressKeys
  summary: ErrorSummary
}

/** Orders a price, and leads to Stripe's page or says why not. @throws as `askForCheckout` */
export async function pay(page: PlansPage, props: ChooseProps, price: string): Promise<void> {
  const { settings, session, signal, brand } = page
  const asking = {
    gateway: settings.gateway,
    accessToken: session.find(),
    signal,
    ownDomain: brand.portalDomain,
    pageHost: location.hostname,
  }
  const answer = await askForCheckout(asking, orderOf(page, price, props.keys.of(price)))
  props.keys.isAnswered(price)
  if (signal.aborted) return
  if (answer.kind !== 'pay') {
    page.say('')
    return sayWhyNot(page, props, answer)
  }
  location.assign(answer.url)
  // The browser is on its way; the button keeps saying so until this page is gone or comes back.
  await new Promise((resolve) => setTimeout(resolve, 10_000))
}

function orderOf({ settings, account, text, locale }: PlansPage, price: string, key: string) {
  // Stripe's page has these variants; what it doesn't speak is for the door to leave to the browser.
  const isVariant = ['en-GB', 'fr-CA'].includes(locale)
  const order: CheckoutOrder = {
    items: [{ price }],
    key,
    locale: isVariant ? locale : text.page.language,
    ...(account === null ? {} : { for: account }),
    ...(settings.returnUrl === null ? {} : { returnUrl: settings.returnUrl }),
  }
  return order
}

function sayWhyNot(
  { text, billingUrl, go }: PlansPage,
  { product, summary }: ChooseProps,
  answer: Exclude<CheckoutAnswer, { kind: 'pay' }>,
): void {
  const { plans } = text
  if (answer.kind === 'paid') return go({ name: 'checking-purchase', session: answer.session })
  if (answer.kind === 'apart')
    return summary.showFault(new PageFault('internal', `One price can't be ordered: ${answer.why}`))
  if (answer.kind === 'ended') {
    summary.showLines('offer_unknown', h('p', {}, plans.ended))
    return
  }
  const href = answer.portal ?? billingUrl
  const link = h('a', { href, rel: 'noreferrer', 'data-action': 'change' }, plans.change)
  const words = fill(plans.running, { product })
  summary.showLines('already_subscribed', h('p', {}, words), h('p', {}, link))
}
