import { withOwnSentences } from '../locale.ts'
import type { TextOverrides } from '../text.ts'
import type { AccountWords } from './text.ts'

/** One line per language, as in `web/words/locale.ts`. */
const loaders: Record<string, () => Promise<{ text: AccountWords }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  ja: () => import('./ja.ts'),
  ar: () => import('./ar.ts'),
}

/** Fetches what is said of what somebody has, with the owner's own sentences in it. */
export async function loadAccountWords(
  language: string,
  overrides: Record<string, TextOverrides>,
): Promise<AccountWords> {
  const loader = loaders[language]
  if (!loader) throw new Error(`The account has no language "${language}"`)
  const { text } = await loader()
  return withOwnSentences(text, overrides[language])
}
