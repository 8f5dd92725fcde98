import type { PageName } from './page-name.ts'
import { fileOf } from './page-name.ts'

/** What the rules depend on. */
export type RedirectSources = {
  pages: readonly PageName[]
  languages: readonly string[]
  /** The language of a page's frame, which everyone gets who matches no rule. */
  first: string
  /** Whether the visitor's browser decides; `?lang=` does in any case. */
  followsVisitor: boolean
}

/**
 * The text of Netlify's `_redirects` file: which visitor gets which language's HTML at a page's address. Nobody is sent
 * to another address, so query and fragment stay as they are. The first rule that matches counts, so `?lang=` comes
 * before the browser, and `pt-BR` before `pt`, which matches every kind of Portuguese. `!` because the address has a file
 * of its own; no rule leads to that file, because Netlify ignores a rule that leads to where it starts.
 * https://docs.netlify.com/manage/routing/redirects/redirect-options/
 */
export function redirectsFile({ pages, ...sources }: RedirectSources): string {
  return pages.flatMap((page) => rulesOf(page, sources)).join('\n') + '\n'
}

function rulesOf(
  page: PageName,
  { languages, first, followsVisitor }: Omit<RedirectSources, 'pages'>,
): string[] {
  const lead = (language: string) => `/${fileOf(page, language)} 200!`
  const byAddress = languages.map((language) => `${page.path} lang=${language} ${lead(language)}`)
  const byBrowser = languages
    .filter((language) => language !== first)
    .toSorted((one, other) => other.length - one.length)
    .map((language) => `${page.path} ${lead(language)} Language=${language.toLowerCase()}`)
  return [...byAddress, ...(followsVisitor ? byBrowser : [])]
}
