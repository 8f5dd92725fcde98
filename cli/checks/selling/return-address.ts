import type { PaymentLink } from '../../services/stripe-selling.ts'

/** Where Stripe puts the id of what was bought. */
const bought = /[#?&]bought=\{CHECKOUT_SESSION_ID\}(?:$|[&#])/

/** The address that a Payment Link must return to, for the page to say what works now. */
export function returnAddress(page: string): string {
  const { origin, pathname } = new URL(page)
  return `${origin}${pathname}#bought={CHECKOUT_SESSION_ID}`
}

/**
 * Where a link leads whoever has paid. `back`: to a page that reads the order; `away`: to an address that the owner chose
 * at another site; `nowhere`: to Stripe's own page, or to ours without the order.
 * @param origins of the page, and of the sites that may embed it
 */
export function judgeLink(
  { after_completion: { type, redirect } }: PaymentLink,
  origins: ReadonlySet<string>,
): 'back' | 'away' | 'nowhere' {
  if (type !== 'redirect' || redirect === undefined) return 'nowhere'
  const isOurs = origins.has(URL.parse(redirect.url)?.origin ?? '')
  if (!isOurs) return bought.test(redirect.url) ? 'nowhere' : 'away'
  return bought.test(redirect.url) ? 'back' : 'nowhere'
}
