import type { Brand, CheckoutSwitches } from '../web/brand.ts'
import { languages } from '../web/words/locale.ts'
import { complaintsAboutColors } from './contrast.ts'
import { complaintsAboutTexts } from './languages.ts'

/** Everything that stops a build: colors that not everyone can read, sentences and domains that can't be used. */
export async function complaintsAboutPage(brand: Brand): Promise<string[]> {
  const { colours, text, language, portalDomain, checkout = {} } = brand
  const isNoDomain = !/^[a-z\d-]+(\.[a-z\d-]+)+$/.test(portalDomain ?? 'billing.stripe.com')
  const isUnspoken = language !== null && !languages.includes(language)
  return [
    ...complaintsAboutColors(colours),
    ...(isUnspoken
      ? [`web/brand.ts, "language": "${language}" is not one of ${languages.join(', ')}`]
      : []),
    ...(isNoDomain
      ? [`web/brand.ts, "portalDomain": write "${portalDomain}" as "billing.example.com"`]
      : []),
    ...complaintsAboutSwitches(checkout),
    ...(await complaintsAboutTexts(text)),
  ]
}

const switches: Record<keyof CheckoutSwitches, true> = {
  automaticTax: true,
  promotionCodes: true,
  taxIds: true,
  termsOfService: true,
  billingAddress: true,
  invoices: true,
}

/** A switch that is misspelled would leave out what the law asks for, and nobody would notice. */
function complaintsAboutSwitches(checkout: Brand['checkout'] & {}): string[] {
  return Object.entries(checkout).flatMap(([name, value]) => {
    if (!Object.hasOwn(switches, name))
      return [
        `web/brand.ts, "checkout": "${name}" is not one of ${Object.keys(switches).join(', ')}`,
      ]
    return typeof value === 'boolean'
      ? []
      : [`web/brand.ts, "checkout": write "${name}" as true or false`]
  })
}
