import type { Brand } from '../web/brand.ts'
import { languages } from '../web/words/locale.ts'
import { complaintsAboutColors } from './contrast.ts'
import { complaintsAboutTexts } from './languages.ts'

/** Everything that stops a build: colors that not everyone can read, sentences that can't be used. */
export async function complaintsAboutPage({ colours, text, language }: Brand): Promise<string[]> {
  const isUnspoken = language !== null && !languages.includes(language)
  return [
    ...complaintsAboutColors(colours),
    ...(isUnspoken
      ? [`web/brand.ts, "language": "${language}" is not one of ${languages.join(', ')}`]
      : []),
    ...(await complaintsAboutTexts(text)),
  ]
}
