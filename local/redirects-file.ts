/** A line of a Netlify `_redirects` file that serves one of the site's files under another's address. */
export type RewriteRule = {
  from: string
  query: [name: string, value: string][]
  /** Any of these, in lower case; empty for everyone. */
  languages: string[]
  to: string
}

/**
 * Reads the file's text. Of Netlify's many kinds of rules it knows only those that our page uses:
 * `<from> [<name>=<value> ...] <to> 200! [Language=<tag>,...]`.
 * https://docs.netlify.com/manage/routing/redirects/redirect-options/
 * @throws {Error} at any other line, because a site that ignores it is not the one that will be deployed
 */
export function parseRedirectsFile(text: string): RewriteRule[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseLine)
}

function parseLine(line: string): RewriteRule {
  const known = /^(\/\S*)((?:\s+\w+=[\w-]+)*)\s+(\/\S+)\s+200!(?:\s+Language=([\w,-]+))?$/.exec(
    line,
  )
  if (known === null) throw new Error(`This site can't follow the line "${line}" of _redirects`)
  const [, from = '', pairs = '', to = '', languages = ''] = known
  return {
    from,
    query: [...new URLSearchParams(pairs.trim().replaceAll(/\s+/g, '&'))],
    languages: languages.split(',').filter(Boolean).map(lower),
    to,
  }
}

/**
 * The path that answers a request: that of the first rule that fits, or its own. As on Netlify, only the first
 * language of `Accept-Language` counts, whatever its weight, a rule for `de` fits `de-AT`, and a slash at the end changes
 * nothing.
 */
export function pathFor(rules: RewriteRule[], url: URL, acceptLanguage: string): string {
  const [wanted = ''] = lower(acceptLanguage).split(/[,;]/)
  const path = url.pathname.replace(/(?<=.)\/$/, '')
  const fits = ({ from, query, languages }: RewriteRule) =>
    from === path &&
    query.every(([name, value]) => url.searchParams.getAll(name).at(-1) === value) &&
    (languages.length === 0 ||
      languages.some((each) => wanted.trim() === each || wanted.trim().startsWith(`${each}-`)))
  return rules.find(fits)?.to ?? path
}

function lower(tag: string): string {
  return tag.toLowerCase()
}
