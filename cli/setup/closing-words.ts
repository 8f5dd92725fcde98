import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'

/** What no API can set at Stripe: three places that should lead to the page. */
export function printClosingWords(page: string, livemode: boolean, out: Output): void {
  const dashboard = `https://dashboard.stripe.com/${livemode ? '' : 'test/'}settings`
  const address = new URL('/', page).href
  say(out)
  say(
    out,
    'Three settings at Stripe should lead to your page. Stripe has no API for them, so please set them by hand:',
  )
  for (const line of [
    `Billing emails: choose "your own link" for managing subscriptions, and enter ${address}`,
    `  ${dashboard}/billing/automatic`,
    `Limit customers to one subscription (Payment Links, Checkout): send them to ${address}?email={CUSTOMER_EMAIL}`,
    `  ${dashboard}/checkout`,
    `Receipts and invoices: give ${address} as the place for billing questions`,
    `  ${dashboard}/emails`,
  ])
    say(out, `  ${line}`, '    ')
}
