import type { Brand } from '../web/brand.ts'
import { languages } from '../web/words/locale.ts'
import { complaintsAboutColours } from './contrast.ts'
import { complaintsAboutTexts } from './languages.ts'

/** Everything for which a build is refused: colours that not everyone can read, sentences that can't be said. */
export async function complaintsAboutPage({ colours, text, language }: Brand): Promise<string[]> {
  const isUnspoken = language !== null && !languages.includes(language)
  return [
    ...complaintsAboutColours(colours),
    ...(isUnspoken
      ? [`web/brand.ts, "language": "${language}" is none of ${languages.join(', ')}`]
      : []),
    ...(await complaintsAboutTexts(text)),
  ]
}
