import type { Offer } from '#server/contract/offers.ts'
import { choosePlural, fill } from '../words/fill.ts'
import { formatCount, formatMoney, formatPrice } from '../words/format.ts'
import type { CartLine } from './cart.ts'
import type { CartPage } from './states.ts'

type Speaker = Pick<CartPage, 'text' | 'locale'>

/** What one of it costs. */
export function wordAmount({ text, locale }: Speaker, offer: Offer): string {
  const { amount, currency, interval, intervalCount, custom } = offer
  if (amount === 0) return text.links.free
  const price = formatPrice(
    { text, locale },
    { amountMinor: amount, currency, interval, intervalCount },
  )
  return price ?? (custom === null ? text.cart.byQuantity : text.cart.custom)
}

/** How it is paid; empty where there is nothing to say. */
export function wordTerms(page: Speaker, offer: Offer): string {
  const { text, locale } = page
  const { interval, trialDays, amount } = offer
  if (interval === null) return amount === 0 ? '' : text.cart.once
  if (trialDays === null) return text.cart.renews
  return fill(choosePlural(text.page.language, text.cart.trial, trialDays), {
    count: formatCount(locale, trialDays),
    price: wordAmount(page, offer),
  })
}

/**
 * What all of it costs, before what Stripe's page adds; `null` where that isn't one number: no amount, a trial, two
 * currencies, something that ended.
 */
export function wordSubtotal(
  { text, locale }: Speaker,
  lines: readonly CartLine[],
  offers: readonly Offer[],
): string | null {
  let sum = 0
  const currencies = new Set<string>()
  for (const { price, quantity } of lines) {
    const offer = offers.find((each) => each.price === price)
    if (offer === undefined || offer.amount === null || offer.trialDays !== null) return null
    sum += offer.amount * quantity
    currencies.add(offer.currency)
  }
  const [currency] = currencies
  if (currency === undefined || currencies.size > 1) return null
  return fill(text.cart.subtotal, { amount: formatMoney(locale, sum, currency) })
}
