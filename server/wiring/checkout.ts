import { brand } from '../../web/brand.ts'
import { createStripeCheckout } from '../gateways/stripe/checkout/sessions.ts'
import { createStripePortal } from '../gateways/stripe/portal.ts'
import { createOrderRecords } from '../gateways/supabase/order-records.ts'
import type { CheckoutWorld } from '../use-cases/checkout/open-checkout.ts'
import { openCheckout } from '../use-cases/checkout/open-checkout.ts'
import type { Shared } from './shared.ts'

export type CheckoutGateway = ReturnType<typeof wireCheckout>

/** Pages on which an offer is paid. */
export function wireCheckout({ config, client, api, visitors, ...shared }: Shared) {
  // The file is the owner's: it may be older than the switches.
  const switches = brand.checkout ?? {}
  const isOn = (name: keyof typeof switches) => switches[name] === true
  const world: CheckoutWorld = {
    ...shared,
    ...visitors,
    frontendUrl: config.frontendUrl,
    origins: config.origins,
    orders: createOrderRecords(api),
    portal: createStripePortal(client, config.stripe.portalConfiguration),
    checkout: createStripeCheckout(client, {
      pageUrl: config.frontendUrl,
      switches: {
        automaticTax: isOn('automaticTax'),
        promotionCodes: isOn('promotionCodes'),
        taxIds: isOn('taxIds'),
        termsOfService: isOn('termsOfService'),
        billingAddress: isOn('billingAddress'),
        invoices: isOn('invoices'),
      },
    }),
  }
  return {
    openCheckout: (request: Parameters<typeof openCheckout>[1]) => openCheckout(world, request),
  }
}
