/** Stripe's own host for the pictures that owners upload. */
export const usualSources: readonly string[] = ['https://files.stripe.com/links/']

/** Where a picture is served from: our own origin, resized. `null`: its host is not on the owner's list. */
export function pictureUrl(url: string, width: number, sources: readonly string[]): string | null {
  if (!URL.canParse(url)) return null
  // As the browser would ask for it: without `..`, and with nothing before the host.
  const { href } = new URL(url)
  if (!sources.some((source) => href.startsWith(source))) return null
  return `/.netlify/images?url=${encodeURIComponent(href)}&w=${width}`
}
