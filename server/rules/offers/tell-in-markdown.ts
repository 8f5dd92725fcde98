import type { Offer, OffersResponse } from '../../contract/offers.ts'
import { decimalAmount } from './decimal-amount.ts'

/** The offers as Markdown, for programs that read rather than parse: a product is a heading, a price a line. */
export function tellInMarkdown({ offers, updatedAt }: OffersResponse): string {
  const products = Map.groupBy(offers, ({ product }) => product)
  const parts = [...products.values()].map(tellProduct)
  if (parts.length === 0) parts.push('Nothing is on offer.')
  const foot = updatedAt === null ? [] : [`As of ${updatedAt}.`]
  return `${['# Offers', ...parts, ...foot].join('\n\n')}\n`
}

function tellProduct(offers: Offer[]): string {
  const [first] = offers
  if (first === undefined) return ''
  const { name, description, features } = first
  return [
    `## ${plain(name)}`,
    ...(description === null ? [] : [plain(description)]),
    ...(features.length === 0 ? [] : [features.map((each) => `- ${plain(each)}`).join('\n')]),
    offers.map((offer) => `- ${tellPrice(offer)}`).join('\n'),
  ].join('\n\n')
}

function tellPrice(offer: Offer): string {
  const { trialDays, credits, creditsPer100, access, price } = offer
  return [
    `**${tellAmount(offer)}**${tellPeriod(offer)}`,
    ...(offer.soldOut ? ['sold out'] : []),
    ...(trialDays === null ? [] : [`${trialDays} days free`]),
    ...(credits === null ? [] : [`${credits} credits`]),
    ...(creditsPer100 === null ? [] : [`${creditsPer100} credits for each 100 minor units`]),
    `opens ${access.map((name) => code(name)).join(', ')}`,
    code(price),
  ].join(', ')
}

function tellAmount({ amount, currency, custom }: Offer): string {
  if (amount !== null) return tellMoney(amount, currency)
  if (custom === null) return `a price in ${currency.toUpperCase()} that depends on the quantity`
  const { minimum, maximum } = custom
  return [
    `an amount of your choice in ${currency.toUpperCase()}`,
    ...(minimum === null ? [] : [`from ${tellMoney(minimum, currency)}`]),
    ...(maximum === null ? [] : [`up to ${tellMoney(maximum, currency)}`]),
  ].join(' ')
}

function tellMoney(minor: number, currency: string): string {
  return `${decimalAmount(minor, currency)} ${currency.toUpperCase()}`
}

function tellPeriod({ interval, intervalCount }: Offer): string {
  if (interval === null) return ' once'
  return intervalCount === null || intervalCount === 1
    ? ` a ${interval}`
    : ` every ${intervalCount} ${interval}s`
}

/** On one line, and without a meaning in Markdown or HTML: owners' words are words. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]<>&#|~]/g, '\\$&')
}

function code(text: string): string {
  return `\`${text.replaceAll(/[`\s]+/g, ' ')}\``
}
