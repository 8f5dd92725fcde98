/** What the rules depend on. */
export type RedirectSources = {
  languages: readonly string[]
  /** The language of `index.html`, which everyone gets who matches no rule. */
  first: string
  /** Whether the visitor's browser decides; `?lang=` does in any case. */
  followsVisitor: boolean
}

/**
 * The text of Netlify's `_redirects` file: which visitor gets which language's HTML at the page's address. Nobody is sent
 * to another address, so query and fragment stay as they are. The first rule that matches counts, so `?lang=` comes
 * before the browser, and `pt-BR` before `pt`, which matches every kind of Portuguese. `!` because the address has a file
 * of its own; no rule leads to that file, because Netlify ignores a rule that leads to where it starts.
 * https://docs.netlify.com/manage/routing/redirects/redirect-options/
 */
export function redirectsFile({ languages, first, followsVisitor }: RedirectSources): string {
  const byAddress = languages.map((language) => `/ lang=${language} /${language}.html 200!`)
  const byBrowser = languages
    .filter((language) => language !== first)
    .toSorted((one, other) => other.length - one.length)
    .map((language) => `/ /${language}.html 200! Language=${language.toLowerCase()}`)
  return [...byAddress, ...(followsVisitor ? byBrowser : [])].join('\n') + '\n'
}
