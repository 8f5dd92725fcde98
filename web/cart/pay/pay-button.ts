import { h } from '../../element/render.ts'
import { isSessionId } from '../../element/session-id.ts'
import type { ErrorSummary } from '../../parts/error-summary.ts'
import { answerPress } from '../../parts/pending.ts'
import type { Apart, CheckoutAnswer } from '../../requests/ask-for-checkout.ts'
import { askForCheckout } from '../../requests/ask-for-checkout.ts'
import type { Cart } from '../cart.ts'
import { keyOf, withKey } from '../cart.ts'
import { rememberPaying } from './paying.ts'
import type { CartPage } from '../states.ts'

/** The button that leads to Stripe's page, in this tab: the same page for the same cart, however often it is pressed. */
export function payButton(
  page: CartPage,
  summary: ErrorSummary,
  onEnded: (answer: Extract<CheckoutAnswer, { kind: 'ended' }>) => void,
): HTMLButtonElement {
  const words = page.text.cart
  const button = h('button', { type: 'button', class: 'main', 'data-action': 'pay' }, words.pay)
  button.addEventListener('click', () => {
    summary.clear()
    void answerPress(page, {
      button,
      words: words.opening,
      task: () => pay(page, summary, onEnded),
      onFault: summary.showFault,
    })
  })
  return button
}

async function pay(
  page: CartPage,
  summary: ErrorSummary,
  onEnded: (answer: Extract<CheckoutAnswer, { kind: 'ended' }>) => void,
): Promise<void> {
  const { settings, session, signal, brand, cart } = page
  const asked = cart.read()
  const onKey = (key: string) => void cart.change((now) => withKey(now, asked, key))
  const asking = {
    gateway: settings.gateway,
    accessToken: session.find(),
    signal,
    ownDomain: brand.portalDomain,
    pageHost: location.hostname,
    onKey,
  }
  const answer = await askForCheckout(asking, orderOf(page, asked))
  if (signal.aborted) return
  if (answer.kind === 'pay') {
    if (answer.key !== null) onKey(answer.key)
    rememberPaying(asked.id)
    location.assign(answer.url)
    // The browser is on its way; the button keeps saying so until this page is gone or comes back.
    return new Promise((resolve) => setTimeout(resolve, 10_000))
  }
  page.say('')
  if (answer.kind === 'ended') return onEnded(answer)
  if (answer.kind === 'paid' && isSessionId(answer.session)) {
    rememberPaying(asked.id)
    return page.go({ name: 'checking-purchase', session: answer.session })
  }
  sayWhyNot(page, summary, answer)
}

function orderOf({ settings, text, locale }: CartPage, cart: Cart) {
  // Stripe's page has these variants; what it doesn't speak is for the door to leave to the browser.
  const isVariant = ['en-GB', 'fr-CA'].includes(locale)
  return {
    items: cart.lines,
    key: keyOf(cart),
    locale: isVariant ? locale : text.page.language,
    ...(settings.returnUrl === null ? {} : { returnUrl: settings.returnUrl }),
  }
}

function sayWhyNot(
  { text, billingUrl }: CartPage,
  summary: ErrorSummary,
  answer: CheckoutAnswer,
): void {
  const { cart } = text
  if (answer.kind === 'apart') {
    const words: Record<Apart, string> = {
      currencies_mixed: cart.currency,
      rhythms_mixed: cart.rhythm,
      shipping_apart: cart.shipping,
    }
    return summary.showLines(answer.why, h('p', {}, words[answer.why]))
  }
  if (answer.kind !== 'running') return
  const href = answer.portal ?? billingUrl
  const link = h('a', { href, rel: 'noreferrer', 'data-action': 'change' }, cart.change)
  summary.showLines('already_subscribed', h('p', {}, cart.running), h('p', {}, link))
}
