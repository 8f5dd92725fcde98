/** What the rules depend on. */
export type RedirectSources = {
  languages: readonly string[]
  /** The language of `index.html`, which is what everybody gets for whom there is no rule. */
  first: string
  /** Whether the visitor's browser decides; the address bar does in any case. */
  followsVisitor: boolean
}

/**
 * The text of Netlify's `_redirects` file: who gets which language's HTML at the page's address. Nobody is sent
 * anywhere, so query and fragment stay as they are. The first rule that fits counts, so `?lang=` comes before the
 * browser, and `pt-BR` before `pt`, which fits every kind of Portuguese. `!` because the address has a file of its own;
 * none leads to that very file, because a rule that leads to where it began is ignored.
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
