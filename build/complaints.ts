import type { Brand } from '../web/brand.ts'
import { languages } from '../web/words/locale.ts'
import { complaintsAboutColors } from './contrast.ts'
import { complaintsAboutTexts } from './languages.ts'

/** Everything that stops a build: colors that not everyone can read, sentences and domains that can't be used. */
export async function complaintsAboutPage(brand: Brand): Promise<string[]> {
  const { colours, text, language, portalDomain } = brand
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
    ...(await complaintsAboutTexts(text)),
  ]
}
