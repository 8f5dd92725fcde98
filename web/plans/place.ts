/** Where the element is, and what it was told. */
type Place = {
  standalone: boolean
  attribute: (name: string) => string | null
  locationUrl: string
}

/** The account that is bought for, as `?for=` of our own page or `for` elsewhere names it; `null` if it is no account's id. */
export function findAccount({ standalone, attribute, locationUrl }: Place): string | null {
  const named = standalone ? new URL(locationUrl).searchParams.get('for') : attribute('for')
  const isAccount = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(named ?? '')
  return isAccount ? (named as string).toLowerCase() : null
}

/** The only product that is shown, as `?product=` of our own page names it; `null`: all of them. */
export function findProduct({ standalone, locationUrl }: Place): string | null {
  return standalone ? new URL(locationUrl).searchParams.get('product') : null
}

/** Where Stripe's page leads back to: whoever doesn't pay still buys for the same account there. */
export function returnFor(returnUrl: string | null, account: string | null): string | null {
  if (returnUrl === null || account === null) return returnUrl
  const back = new URL(returnUrl)
  back.searchParams.set('for', account)
  return back.href
}

/** Our page where billing accounts are managed, in the language that the address bar of our own page asks for. */
export function findBillingUrl({
  standalone,
  locationUrl,
  scriptUrl,
  frontendUrl,
}: Place & { scriptUrl: string; frontendUrl: string }): string {
  const ours = new URL('./', scriptUrl)
  if (!standalone) return frontendUrl || ours.href
  const language = new URL(locationUrl).searchParams.get('lang')
  if (language !== null) ours.searchParams.set('lang', language)
  return ours.href
}
