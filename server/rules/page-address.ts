/**
 * Where Stripe's pages may lead back to: an address of the web on one of these origins, as it was parsed and not as it
 * was written, because Stripe may read a backslash or a line break in it differently. `null` for any other. A `blob:`
 * has the origin of the page that made it, and leads nowhere.
 */
export function parsePageAddress(text: string, origins: readonly string[]): URL | null {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return null
  return origins.includes(url.origin) ? url : null
}
