import type { Text, TextOverrides } from './text.ts'

/** One line per language. A file is fetched only if its language is the one in use. */
const loaders: Record<string, () => Promise<{ text: Text }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  ja: () => import('./ja.ts'),
  ar: () => import('./ar.ts'),
}

/** The languages that the page speaks. */
export const languages = Object.keys(loaders)

/**
 * The first wanted language that the page speaks, otherwise `en`. `fr-CA` is served by `fr` if there is no Canadian
 * file.
 */
export function pickLanguage(wanted: readonly string[], spoken: readonly string[]): string {
  for (const tag of wanted.map((each) => each.toLowerCase())) {
    const found =
      spoken.find((each) => each.toLowerCase() === tag) ??
      spoken.find((each) => each === tag.split('-')[0])
    if (found !== undefined) return found
  }
  return 'en'
}

/**
 * The visitor's own variant of a language, which decides how money and dates are written: `en-GB` for `en` if they want
 * that, and `en-CH` if they chose English in a browser that is set to `de-CH`.
 */
export function pickRegion(wanted: readonly string[], language: string): string {
  const tags = wanted.filter(isTag).map((tag) => new Intl.Locale(tag))
  const base = new Intl.Locale(language).language
  const own = tags.filter((tag) => tag.language === base)
  const found = own.find(({ region }) => region !== undefined) ?? own[0]
  if (found?.region !== undefined) return found.toString()
  const region = tags.find((tag) => tag.region !== undefined)?.region
  return region === undefined ? language : new Intl.Locale(language, { region }).toString()
}

/** Fetches a language, with the owner's own sentences in it. */
export async function loadText(
  language: string,
  overrides: Record<string, TextOverrides>,
): Promise<Text> {
  const loader = loaders[language]
  if (!loader) throw new Error(`The page has no language "${language}"`)
  const { text } = await loader()
  return withOwnSentences(text, overrides[language])
}

/** The words of a language, some of them as the owner wants them. */
export function withOwnSentences<Words extends object>(
  text: Words,
  own: Record<string, object | undefined> = {},
): Words {
  const groups = Object.entries(text).map(([group, words]) => [group, { ...words, ...own[group] }])
  return Object.fromEntries(groups) as Words
}

/** Whether a tag is well formed, so that `Intl` takes it. */
export function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
