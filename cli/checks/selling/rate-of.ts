import type { ListedPrice } from '../../services/stripe-selling.ts'
import { creditKeysOf } from './credit-keys.ts'
import { tellMinor } from './tell-price.ts'

/**
 * How many credits a minor unit of its currency buys; where the customer chooses the amount, at the smallest that they may
 * pay. `null`: that varies, or nothing has to be paid.
 */
export function rateOf(price: ListedPrice): number | null {
  const { credits, creditsPer100 } = creditKeysOf(price)
  const share = (creditsPer100 ?? 0) / 100
  const amount = smallestAmountOf(price)
  if (credits === null) return amount === 0 ? null : share
  return amount === null || amount === 0 ? null : credits / amount + share
}

/** `500 credits: 0.417 for each 0.01 EUR` */
export function tellCredits(price: ListedPrice): string {
  const { credits, creditsPer100 } = creditKeysOf(price)
  const given = [
    ...(credits === null ? [] : [`${credits} credits`]),
    ...(creditsPer100 === null
      ? []
      : [`${creditsPer100} credits for each ${tellMinor(price, 100)}`]),
  ].join(' and ')
  if (price.unit_amount === 0) return 'no credits: it costs nothing'
  const rate = rateOf(price)
  const each =
    rate === null
      ? 'how many for a minor unit varies'
      : `${tellRate(rate)} for each ${tellMinor(price, 1)}`
  return `${given}: ${each}`
}

/** Three digits that count. */
export function tellRate(rate: number): string {
  return rate >= 100 ? String(Math.round(rate)) : String(Number(rate.toPrecision(3)))
}

/** Of one unit, or of one package; `null` where it depends on the quantity, or the customer may choose any. */
function smallestAmountOf(price: ListedPrice): number | null {
  const { unit_amount: amount, unit_amount_decimal: fraction, custom_unit_amount: custom } = price
  if (custom !== null) return custom.minimum
  if (price.billing_scheme === 'tiered') return null
  const of = amount ?? (fraction === null ? null : Number(fraction))
  return of === null ? null : of / (price.transform_quantity?.divide_by ?? 1)
}
