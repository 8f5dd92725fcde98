import type Stripe from 'stripe'
import type { Environment } from '../variables/environment.ts'
import { connectStripe, toStripeError } from './connect-stripe.ts'

/** What setup does with its Stripe key, by the rows of Stripe's editor. */
const permissions: readonly {
  slug: string
  row: string
  access: 'Read' | 'Write'
  /** Refused with 403 without the permission, and for another reason with it: nothing is changed either way. */
  attempt?: (stripe: Stripe) => Promise<unknown>
}[] = [
  {
    slug: 'rak_customer_read',
    row: 'Customers',
    access: 'Read',
    attempt: (stripe) => stripe.customers.list({ limit: 1 }),
  },
  {
    slug: 'rak_webhook_write',
    row: 'Webhook Endpoints',
    access: 'Write',
    attempt: (stripe) => stripe.webhookEndpoints.update('we_portal_gateway_setup', {}),
  },
  {
    slug: 'rak_customer_portal_write',
    row: 'Customer portal',
    access: 'Write',
    attempt: (stripe) => stripe.billingPortal.configurations.update('bpc_portal_gateway_setup', {}),
  },
  // Only the doctor looks at them.
  { slug: 'rak_payment_links_read', row: 'Payment Links', access: 'Read' },
  // The shop's name, which can also be asked for.
  { slug: 'rak_accounts_kyc_basic_read', row: 'Accounts KYC Basic', access: 'Read' },
]

export const slugsOfSetupKey: readonly string[] = permissions.map(({ slug }) => slug)

/** The ones that it can't do without, as a sentence names them. */
export const permissionsOfSetupKey = permissions
  .filter(({ attempt }) => attempt !== undefined)
  .map(({ row, access }) => `${row} ${access}`)
  .join(', ')

/**
 * Which permissions the setup key lacks, such as `Webhook Endpoints Write`. A secret key has them all.
 * @throws {ServiceError} if the key is refused, or nothing answers
 */
export async function findMissingOfSetupKey(key: string, env: Environment): Promise<string[]> {
  const tried = key.startsWith('rk_') ? permissions : permissions.slice(0, 1)
  const stripe = await connectStripe(key, env)
  const missing: string[] = []
  for (const { slug, row, access, attempt } of tried)
    try {
      await attempt?.(stripe)
    } catch (error) {
      const refusal = toStripeError(error, `the try of "${slug}"`)
      if (refusal.status === 403) missing.push(`${row} ${access}`)
      else if (refusal.status !== 400 && refusal.status !== 404) throw refusal
    }
  return missing
}
