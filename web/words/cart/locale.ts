import { loadText, withOwnSentences } from '../locale.ts'
import type { TextOverrides } from '../text.ts'
import type { CartText, CartWords } from './text.ts'

/** One line per language, as in `web/words/locale.ts`. */
const loaders: Record<string, () => Promise<{ text: CartWords }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  ja: () => import('./ja.ts'),
  ar: () => import('./ar.ts'),
}

/** Fetches our own words of a language. */
export async function loadCartWords(language: string): Promise<CartWords> {
  const loader = loaders[language]
  if (!loader) throw new Error(`The cart has no language "${language}"`)
  const { text } = await loader()
  return text
}

/** Fetches a language, the general words and ours at once, with the owner's own sentences in them. */
export async function loadCartText(
  language: string,
  overrides: Record<string, TextOverrides>,
): Promise<CartText> {
  const [general, own] = await Promise.all([loadText(language, overrides), loadCartWords(language)])
  const faults = { ...general.faults, ...own.faults }
  return withOwnSentences({ ...general, ...own, faults }, overrides[language])
}
