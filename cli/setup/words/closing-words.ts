import { paint } from '../../terminal/paint.ts'
import type { Output } from '../../terminal/wrap.ts'
import { say } from '../../terminal/wrap.ts'

/** What no API can set at Stripe: three places that should lead to the page. */
export function printSettingsByHand(page: string, livemode: boolean, out: Output): void {
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
    ...(livemode
      ? []
      : ['The links open test mode. If your keys are of another sandbox, switch to that first.']),
  ])
    say(out, `  ${line}`, '    ')
  if (livemode)
    say(
      out,
      'If you tried it out first, also delete the webhook endpoint in that sandbox: this page refuses what it sends from now on.',
    )
}

/** How it ended: the page's address and what comes next, or that faults are left. */
export function printClosingWords(
  end: { page: string | null; livemode: boolean; faults: number; setupKey: string },
  out: Output,
): void {
  const { page, livemode, faults, setupKey } = end
  say(out)
  if (faults > 0 || page === null) {
    const what = faults === 1 ? 'One fault is' : `${faults} faults are`
    say(
      out,
      `${what} left, above. Fix ${faults === 1 ? 'it' : 'them'}, then run this again: npm run setup`,
    )
    return
  }
  const next = livemode
    ? 'Open it, and sign in with an address that a customer of yours has.'
    : "npm run smoke   plays a customer's way once, with an email to you"
  const tokens = [
    'https://supabase.com/dashboard/account/tokens',
    'https://app.netlify.com/user/applications#personal-access-tokens',
  ]
  const isRestricted = setupKey.startsWith('rk_')
  if (isRestricted)
    tokens.push(`https://dashboard.stripe.com/${livemode ? '' : 'test/'}apikeys (the setup key)`)
  out.write(`Your page is live:\n\n    ${paint(['bold', 'cyan'], page, out)}\n\n`)
  say(out, `Next:   ${next}`, ' '.repeat(8))
  say(
    out,
    `Then delete what was only for this run, ${isRestricted ? 'two tokens and a key' : 'the two tokens'}:`,
  )
  for (const token of tokens) say(out, `        ${token}`, ' '.repeat(8))
}
