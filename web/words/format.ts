import type { SubscriptionSummary } from '#server/contract/links.ts'
import { choosePlural, fill } from './fill.ts'
import type { Text } from './text.ts'

// Stripe counts these without minor units, whatever ISO 4217 says; the Icelandic króna and the Ugandan shilling no
// longer have any, yet Stripe still counts them in hundredths. https://docs.stripe.com/currencies
const withoutMinor = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')
const inThousandths = 'bhd jod kwd omr tnd'.split(' ')

function minorDigits(currency: string): number {
  if (withoutMinor.includes(currency)) return 0
  return inThousandths.includes(currency) ? 3 : 2
}

/** An amount in Stripe's minor units as the visitor writes money; `currency` as Stripe spells it (`eur`). */
export function formatMoney(locale: string, amountMinor: number, currency: string): string {
  const amount = amountMinor / 10 ** minorDigits(currency)
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount)
}

type Speaker = { text: Text; locale: string }

/** How often, as `SubscriptionSummary` has it. */
type Period = Pick<SubscriptionSummary, 'interval' | 'intervalCount'>

/** What one period costs. */
type PeriodPrice = Pick<SubscriptionSummary, 'amountMinor' | 'currency'> & Period

/** "€12.00 per month", "€30.00 every 3 months"; `null` if the price or its interval isn't one number. */
export function formatPrice(speaker: Speaker, price: PeriodPrice): string | null {
  const { amountMinor, currency } = price
  if (amountMinor === null || currency === null) return null
  return formatRhythm(speaker, formatMoney(speaker.locale, amountMinor, currency), price)
}

/** "€12.00 per month", "100 credits every 3 months"; the words as they are if it is once. */
export function formatRhythm(
  { text, locale }: Speaker,
  words: string,
  { interval, intervalCount }: Period,
): string {
  const count = intervalCount ?? 1
  if (interval === null || !(interval in text.per)) return words
  const rhythm = interval as keyof Text['per']
  if (count === 1) return fill(text.per[rhythm], { price: words })
  const sentence = choosePlural(text.page.language, text.every[rhythm], count)
  return fill(sentence, { price: words, count: formatCount(locale, count) })
}

/** "1 credit", "1,000 credits". */
export function formatCredits({ text, locale }: Speaker, credits: number): string {
  const sentence = choosePlural(text.page.language, text.credits.amount, credits)
  return fill(sentence, { count: formatCount(locale, credits) })
}

/** A whole number as the visitor writes it. */
export function formatCount(locale: string, count: number): string {
  return new Intl.NumberFormat(locale).format(count)
}

// Some regions would use a calendar of their own, but the dates in Stripe's portal and on invoices are Gregorian.
const calendar = 'gregory'

/** "3 March 2026" from ISO 8601, in the visitor's own time zone. */
export function formatDate(locale: string, iso: string): string {
  return new Intl.DateTimeFormat(locale, { calendar, dateStyle: 'long' }).format(new Date(iso))
}

/** "3 March 2024 at 14:05" from ISO 8601. */
export function formatMoment(locale: string, iso: string): string {
  const parts = { calendar, dateStyle: 'long', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(locale, parts).format(new Date(iso))
}

/** "March 2024" from ISO 8601. */
export function formatMonth(locale: string, iso: string): string {
  const parts = { calendar, month: 'long', year: 'numeric' } as const
  return new Intl.DateTimeFormat(locale, parts).format(new Date(iso))
}

/** "27 November 2026" from a day of UTC's calendar, `2026-11-27`, wherever the visitor is. */
export function formatDay(locale: string, day: string): string {
  const parts = { calendar, dateStyle: 'long', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, parts).format(new Date(day))
}

/** "27 Nov" from the same, where the year is clear. */
export function formatShortDay(locale: string, day: string): string {
  const parts = { calendar, day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, parts).format(new Date(day))
}
