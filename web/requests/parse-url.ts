/** An address, or `null` if it is none, as `URL.parse` (Safari 18, Chrome 126, Firefox 126). */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
