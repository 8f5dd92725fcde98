import type Stripe from 'stripe'
import type { PortalFlow } from '../../contract/links.ts'
import { GatewayError } from '../../errors.ts'
import type { CustomerId } from '../../rules/proved.ts'
import type { StripeClient } from './client.ts'
import { isMissing, toGatewayError } from './fault.ts'

/** What a portal session is made for. */
export type SessionOrder = {
  customer: CustomerId
  /** One that Stripe lists, or `auto`. */
  locale: string
  /** After a flow it says what was done, as `done=`. */
  returnUrl: string
  flow: PortalFlow | null
  subscription: string | null
}

export type StripePortal = {
  /**
   * A fresh link into the portal.
   * @throws `portal_not_configured`, `flow_unavailable`, `customer_not_yours`, `stripe_unavailable`,
   * `stripe_rate_limited`, `permission_missing`, `config_missing`
   */
  openSession(order: SessionOrder): Promise<string>
}

/** @param portalConfiguration `bpc_...`, or `null` for the account's default one */
export function createStripePortal(
  client: StripeClient,
  portalConfiguration: string | null,
): StripePortal {
  return {
    async openSession({ customer, locale, returnUrl, flow, subscription }) {
      try {
        const session = await (
          await client()
        ).billingPortal.sessions.create({
          customer,
          locale,
          return_url: returnUrl,
          // A tab that went stale recovers by itself:
          // https://docs.stripe.com/changelog/endive/2026-10-28/session-recovery-for-expired-customer-portal-sessions
          after_expiration: { type: 'customer_login' },
          ...(portalConfiguration === null ? {} : { configuration: portalConfiguration }),
          ...(flow === null ? {} : { flow_data: toFlowData(flow, subscription, returnUrl) }),
        })
        return session.url
      } catch (error) {
        if (isMissing(error) && (error as { param?: string }).param === 'customer')
          throw new GatewayError('customer_not_yours', 'Stripe no longer knows the customer')
        throw toGatewayError(error, 'POST /v1/billing_portal/sessions', flow !== null)
      }
    },
  }
}

const doneWords: Record<PortalFlow, string> = {
  payment_method_update: 'card',
  customer_update: 'details',
  subscription_cancel: 'cancel',
  subscription_update: 'plan',
  subscription_pause: 'pause',
}

/** The rest of the query stays letter for letter: it may be an embedding page's own. */
function withDone(returnUrl: string, flow: PortalFlow): string {
  const url = new URL(returnUrl)
  url.search += `${url.search === '' ? '?' : '&'}done=${doneWords[flow]}`
  return url.href
}

/** https://docs.stripe.com/customer-management/portal-deep-links */
function toFlowData(
  flow: PortalFlow,
  subscription: string | null,
  returnUrl: string,
): Stripe.BillingPortal.SessionCreateParams.FlowData {
  return {
    type: flow,
    after_completion: { type: 'redirect', redirect: { return_url: withDone(returnUrl, flow) } },
    ...(subscription === null ? {} : { [flow]: { subscription } }),
  }
}
