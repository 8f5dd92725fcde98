/** What both of Stripe's pages speak: the portal's, and that of an order. */
const shared =
  'bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl ' +
  'sv th tr vi zh zh-HK zh-TW'
const spoken = {
  /** https://docs.stripe.com/api/customer_portal/sessions/create#create_portal_session-locale */
  portal: new Set(`${shared} en-AU en-CA en-IE en-IN en-NZ en-SG`.split(' ')),
  /** https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-locale */
  checkout: new Set(`${shared} hi-IN`.split(' ')),
}

/** The language of one of Stripe's pages: a tag that Stripe lists for it, else `auto`, which follows the browser. */
export function localeOf(page: keyof typeof spoken, tag: string | undefined): string {
  return tag !== undefined && spoken[page].has(tag) ? tag : 'auto'
}
