import type Stripe from 'stripe'
import type { PortalAllowance } from '../../contract/links.ts'
import type { StripeClient } from './client.ts'
import { isForbidden } from './fault.ts'

/** What customers may do in the portal. Like a label it is not worth a failure: unknown, everything is offered. */
export type StripePortalFeatures = {
  /** Reads the portal's configuration, unless that was done in the last ten minutes. Never rejects. */
  warm(): Promise<void>
  /** What the configuration allows, as far as it could be read. Never rejects. */
  allowed(): Promise<PortalAllowance[]>
}

const goodForMilliseconds = 600_000
const patience = { timeout: 2000, maxNetworkRetries: 0 }
const everything: PortalAllowance[] = ['cancel', 'plan', 'payment_method', 'invoices']

/** @param configuration `bpc_...`, or `null` for the account's default one */
export function createStripePortalFeatures(
  client: StripeClient,
  configuration: string | null,
  now: () => number,
): StripePortalFeatures {
  let allowed = everything
  let warmUntil = 0
  let warming = Promise.resolve()

  async function read(): Promise<void> {
    warmUntil = now() + goodForMilliseconds
    try {
      const { configurations } = (await client()).billingPortal
      const found =
        configuration === null
          ? (await configurations.list({ is_default: true, limit: 1 }, patience)).data[0]
          : await configurations.retrieve(configuration, {}, patience)
      if (found !== undefined) allowed = allowedBy(found.features)
    } catch (error) {
      // A key that may not read it is asked again after as long; whatever else failed is tried at the next request.
      if (isForbidden(error)) allowed = everything
      else warmUntil = 0
    }
  }

  return {
    warm() {
      if (now() >= warmUntil) warming = read()
      return warming
    },
    async allowed() {
      await warming
      return allowed
    },
  }
}

function allowedBy(features: Stripe.BillingPortal.Configuration['features']): PortalAllowance[] {
  const { subscription_update: update } = features
  const isAllowed: Record<PortalAllowance, boolean> = {
    cancel: features.subscription_cancel.enabled,
    plan: update.enabled && update.default_allowed_updates.length > 0,
    payment_method: features.payment_method_update.enabled,
    invoices: features.invoice_history.enabled,
  }
  return everything.filter((what) => isAllowed[what])
}
