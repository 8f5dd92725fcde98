/** The same text without what no database can hold: U+0000, and half a character. */
export function toStorable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}
