import type { Check, Finding } from './check.ts'
import { ok, takes, unknown } from './guarded.ts'

/** The keys belong to one account and one mode, and to the mode that the page is for. */
export const modes: Check = {
  name: 'modes',
  group: 'variables',
  async look({ stripe, account, page }) {
    if (stripe === null) return [unknown('the mode of the keys', takes.stripe)]
    const mode = nameOf(stripe.livemode)
    const findings: Finding[] = []
    const split = (says: string, remedy: string) =>
      findings.push({
        level: 'fault',
        says,
        why: 'the webhook and the portal would be set up where the page does not use them',
        remedy,
      })
    if (account !== null && account.livemode !== stripe.livemode)
      split(
        `"STRIPE_API_KEY" is a ${mode}-mode key, "STRIPE_SETUP_KEY" a ${nameOf(account.livemode)}-mode key`,
        'give two keys of the same mode',
      )
    else if (account !== null) {
      // Ids belong to one account: the newest customer of one key must be known to the other.
      const newest = await account.newestCustomer()
      if (newest !== null && !(await stripe.knowsCustomer(newest)))
        split(
          '"STRIPE_API_KEY" and "STRIPE_SETUP_KEY" belong to different Stripe accounts',
          'give two keys of the same account',
        )
    }
    if (!stripe.livemode && page !== null && isPublic(page))
      findings.push({
        level: 'warning',
        says: `the page ${new URL(page).host} runs in test mode`,
        why: 'it opens no real billing',
        remedy: 'when you go live, run `npm run setup` with live keys',
      })
    return findings.length > 0 ? findings : [ok(`all keys are ${mode}-mode keys`)]
  },
}

function nameOf(livemode: boolean): string {
  return livemode ? 'live' : 'test'
}

function isPublic(page: string): boolean {
  return !['127.0.0.1', 'localhost'].includes(new URL(page).hostname)
}
