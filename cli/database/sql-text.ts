/** A text as a literal of SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Texts as literals with commas between; `null` if there are none, so that `in (...)` stays valid. */
export function quoted(texts: readonly string[]): string {
  return texts.length === 0 ? 'null' : texts.map(literal).join(', ')
}

/** A long text as a literal: between dollars, so that it stays legible. @throws if it contains the mark itself */
export function dollarQuoted(text: string): string {
  const mark = '$portal_gateway$'
  if (text.includes(mark)) throw new TypeError(`a text of SQL contains ${mark}`)
  return `${mark}${text}${mark}`
}
