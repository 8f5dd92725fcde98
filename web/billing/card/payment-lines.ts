import type {
  PaymentMethodSummary,
  PaymentSummary,
  PortalAllowance,
  SubscriptionSummary,
} from '#server/contract/links.ts'
import { h } from '../../element/render.ts'
import type { Page } from '../../state.ts'
import { fill } from '../../words/fill.ts'
import { formatDate, formatMoney } from '../../words/format.ts'
import { expiryOf } from './expiry.ts'
import { factsOf } from './status.ts'

/** What a subscription is charged to, what was paid, and what will be, as far as Stripe says so. */
export function paymentLines(
  page: Page,
  subscription: SubscriptionSummary,
  { allows, now }: { allows: PortalAllowance[]; now: number },
): HTMLElement[] {
  const { links } = page.text
  const { paymentMethod, hasOwnPaymentMethod, lastPaid, nextPayment, amountMinor } = subscription
  const { hasEnded, isCanceling } = factsOf(subscription)
  const isCharged = !hasEnded && !isCanceling && amountMinor !== 0
  const line = (hook: string, words: string) =>
    h('p', { class: 'hint', [`data-${hook}`]: true }, words)
  return [
    isCharged && paymentMethod !== null && methodLine(page, paymentMethod, now),
    isCharged &&
      hasOwnPaymentMethod &&
      allows.includes('payment_method') &&
      line('own-method', links.ownMethod),
    lastPaid !== null && line('last-paid', payment(page, links.lastPaid, lastPaid)),
    nextPayment !== null && line('next-payment', payment(page, links.nextPayment, nextPayment)),
  ].filter((each) => each !== false)
}

function payment(page: Page, sentence: string, { amountMinor, currency, at }: PaymentSummary) {
  return fill(sentence, {
    amount: formatMoney(page.locale, amountMinor, currency),
    date: formatDate(page.locale, at),
  })
}

function methodLine(page: Page, { kind, last4, expires }: PaymentMethodSummary, now: number) {
  const { links } = page.text
  const method = isolate([nameOf(kind), last4 && `···· ${last4}`])
  const expiry = expiryOf(expires, now)
  const sentence = {
    lasting: links.expires,
    soon: links.expiresSoon,
    expired: links.expired,
    never: links.chargedTo,
  }[expiry ?? 'never']
  // As it is printed on the card.
  const date = isolate([`${expires?.slice(5)}/${expires?.slice(2, 4)}`])
  const isUrgent = expiry === 'soon' || expiry === 'expired'
  return h(
    'p',
    { class: isUrgent ? 'small field-error' : 'hint', 'data-method': true },
    fill(sentence, { method, date }),
  )
}

/** Names and numbers keep their own direction in a sentence of the other one. */
function isolate(parts: (string | null)[]): string {
  return `\u2066${parts.filter((part) => part !== null && part !== '').join(' ')}\u2069`
}

const names: Record<string, string> = {
  amex: 'American Express',
  diners: 'Diners Club',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  paypal: 'PayPal',
  sepa_debit: 'SEPA',
  unionpay: 'UnionPay',
}

/** Stripe may add a kind: its own word, written as a name. */
function nameOf(kind: string): string {
  const words = kind.replaceAll('_', ' ')
  return names[kind] ?? words.charAt(0).toUpperCase() + words.slice(1)
}
