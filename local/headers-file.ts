/** The headers of a Netlify `_headers` file: https://docs.netlify.com/manage/routing/headers */
export type HeaderRule = { path: RegExp; headers: [name: string, value: string][] }

/** Reads the file's text: a path per block, then indented headers; `*` matches anything, `#` begins a comment. */
export function parseHeadersFile(text: string): HeaderRule[] {
  const rules: HeaderRule[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue
    if (/^\s/.test(line)) {
      const colon = line.indexOf(':')
      rules.at(-1)?.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
    } else {
      const pattern = line.trim().split('*').map(RegExp.escape).join('.*')
      rules.push({ path: new RegExp(`^${pattern}$`), headers: [] })
    }
  }
  return rules
}

/** Every header that the rules give to a path; a later rule adds to an earlier one. */
export function headersFor(rules: HeaderRule[], path: string): [name: string, value: string][] {
  return rules.filter((rule) => rule.path.test(path)).flatMap(({ headers }) => headers)
}
