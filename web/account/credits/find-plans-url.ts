import type { Settings } from '../../element/settings.ts'

/** Our page with the prices, for this account; in the language that the address bar of our own page asks for. */
export function findPlansUrl(
  { standalone, pageUrl }: Pick<Settings, 'standalone' | 'pageUrl'>,
  locationUrl: string,
  account: string,
): string {
  const prices = new URL('./plans', standalone ? pageUrl : pageUrl.replace(/\/?$/, '/'))
  const language = standalone ? new URL(locationUrl).searchParams.get('lang') : null
  if (language !== null) prices.searchParams.set('lang', language)
  prices.searchParams.set('for', account)
  return prices.href
}
