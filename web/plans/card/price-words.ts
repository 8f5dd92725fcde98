import type { Offer } from '#server/contract/offers.ts'
import { choosePlural, fill } from '../../words/fill.ts'
import {
  formatCount,
  formatCredits,
  formatMoney,
  formatPrice,
  formatRhythm,
} from '../../words/format.ts'
import type { PlansText } from '../../words/plans/text.ts'

type Speaker = { text: PlansText; locale: string }

/** What one price says: the amount, and below it what it means, and the credits that come with it, if any do. */
export function wordPrice(
  page: Speaker,
  offer: Offer,
): { price: string; terms: string; credits: string | null } {
  const [price, terms] = [wordAmount(page, offer), wordTerms(page, offer)]
  return { price, terms, credits: wordCredits(page, offer) }
}

function wordAmount({ text, locale }: Speaker, offer: Offer): string {
  const { amount, currency, interval, intervalCount, custom } = offer
  if (amount === 0) return text.links.free
  const whole = { amountMinor: amount, currency, interval, intervalCount }
  const price = formatPrice({ text, locale }, whole)
  return price ?? (custom === null ? text.plans.byQuantity : text.plans.custom)
}

function wordTerms(page: Speaker, offer: Offer): string {
  const { text, locale } = page
  const { interval, trialDays, custom } = offer
  if (custom !== null) return wordBounds(page, offer.currency, custom)
  // Of what is free, nothing is paid once.
  if (interval === null) return offer.amount === 0 ? '' : text.plans.once
  if (trialDays === null) return text.plans.renews
  return fill(choosePlural(text.page.language, text.plans.trial, trialDays), {
    count: formatCount(locale, trialDays),
    price: wordAmount(page, offer),
  })
}

/** Within what the visitor chooses, as far as the owner set it. */
function wordBounds(
  { text, locale }: Speaker,
  currency: string,
  { minimum, maximum, preset }: NonNullable<Offer['custom']>,
): string {
  const { plans } = text
  const money = (minor: number | null) => (minor ? formatMoney(locale, minor, currency) : null)
  const [least, most, suggested] = [money(minimum), money(maximum), money(preset)]
  const bounds = [
    least !== null && most !== null && fill(plans.between, { least, most }),
    least !== null && most === null && fill(plans.least, { amount: least }),
    least === null && most !== null && fill(plans.most, { amount: most }),
    suggested !== null && fill(plans.suggested, { amount: suggested }),
    plans.once,
  ]
  return bounds.filter(Boolean).join(' · ')
}

function wordCredits(page: Speaker, offer: Offer): string | null {
  const { credits, creditsPer100, currency, trialDays } = offer
  const { text, locale } = page
  const given = [
    credits && formatRhythm(page, formatCredits(page, credits), offer),
    creditsPer100 &&
      fill(text.plans.creditsPer, {
        credits: formatCredits(page, creditsPer100),
        amount: formatMoney(locale, 100, currency),
      }),
  ].filter(Boolean)
  if (given.length === 0) return null
  const words = given.join(' · ')
  // A trial gives none.
  return trialDays === null ? words : fill(text.plans.creditsLater, { credits: words })
}
