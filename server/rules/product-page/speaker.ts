import type { Brand } from '../../../web/brand.ts'
import { languages, pickLanguage, pickRegion } from '../../../web/words/locale.ts'
import { loadPlansText } from '../../../web/words/plans/locale.ts'
import type { PlansText } from '../../../web/words/plans/text.ts'

/** The words of a page, and how money is written on it. */
export type Speaker = { text: PlansText; locale: string }

/** In the language that the address asks for, else the owner's, else the browser's first. */
export function findSpeaker(request: Request, brand: Brand): Promise<Speaker> {
  const asked = new URL(request.url).searchParams.get('lang')
  const accepted = request.headers.get('accept-language') ?? ''
  const first = /^[\w-]+/.exec(accepted)?.[0]
  const wanted = [asked, brand.language, first].filter((tag) => tag !== null && tag !== undefined)
  return speakIn(pickLanguage(wanted, languages), brand)
}

async function speakIn(language: string, brand: Brand): Promise<Speaker> {
  const text = await loadPlansText(language, brand.text)
  return { text, locale: pickRegion([], language) }
}
