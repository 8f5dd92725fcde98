import { frontendUrl } from './setting.ts'
import type { Setting } from './setting.ts'

/** A visitor's own rows, by one read. */
export async function readRows(
  { askSupabase }: Setting,
  token: string,
): Promise<{ stripe_customer_id: string }[]> {
  const path = '/rest/v1/stripe_customers?select=stripe_customer_id'
  return (await askSupabase(path, token)) as { stripe_customer_id: string }[]
}

/** The plain implementation of links: reads the rows and opens one session after another. */
export async function openPlainly(setting: Setting, token: string): Promise<void> {
  for (const { stripe_customer_id: customer } of await readRows(setting, token))
    await setting.stripe.billingPortal.sessions.create({ customer, return_url: frontendUrl })
}

/** What nothing can open links in less than: one answer of the database, then one of Stripe. */
export async function waitForBoth(
  setting: Setting,
  token: string,
  customer: string,
): Promise<void> {
  await readRows(setting, token)
  await setting.stripe.customers.retrieve(customer)
}
