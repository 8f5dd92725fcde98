import type { GoneOffer } from '#server/contract/offers.ts'
import { faultOf } from './ask-door.ts'
import { PageFault } from './faults.ts'
import { isAt } from './is-at.ts'
import { send } from './send.ts'

/** The door that starts a payment. */
export const checkoutPath = '/api/checkout'

/** What is ordered. The same `key` with the same items is the same page at Stripe, until it is paid. */
export type CheckoutOrder = {
  items: { price: string; quantity?: number }[]
  key: string
  locale: string
  for?: string
  returnUrl?: string
}

/** Why things are not one order. */
export type Apart = 'currencies_mixed' | 'rhythms_mixed' | 'shipping_apart'

/**
 * `ended`: something isn't for sale any more. `running`: the visitor has it, and changes it there. `paid`: this very order,
 * by its id. `apart`: its things are ordered separately.
 */
export type CheckoutAnswer =
  | { kind: 'pay'; url: string; key: string | null }
  | { kind: 'ended'; gone: GoneOffer[] }
  | { kind: 'running'; portal: string | null }
  | { kind: 'paid'; session: string }
  | { kind: 'apart'; why: Apart }

const apart: readonly unknown[] = ['currencies_mixed', 'rhythms_mixed', 'shipping_apart']

type Asking = {
  gateway: string
  /** Whoever has none buys as a guest. */
  accessToken: string | null
  signal: AbortSignal
  /** The owner's own domain at Stripe, which is one for portal and Checkout. */
  ownDomain: string | null | undefined
  /** The host of the page that opens the answer. */
  pageHost: string
  /** Told how a cart is to be named from now on, where a failure changes that. */
  onKey?: (key: string) => void
}

/**
 * Orders a page at Stripe on which the order is paid. Only an address at Stripe leaves this function.
 * @throws the door's code, or one made from the status; `internal` if it sent no such address; `offline`, `timeout`
 */
export async function askForCheckout(
  { gateway, accessToken, signal, ownDomain, pageHost, onKey }: Asking,
  order: CheckoutOrder,
): Promise<CheckoutAnswer> {
  const headers = accessToken === null ? undefined : { Authorization: `Bearer ${accessToken}` }
  const answer = await send({ url: gateway + checkoutPath, headers, body: order, signal })
  const { status, body } = answer
  // A domain of the owner's own: https://docs.stripe.com/payments/checkout/custom-domains
  const lead = (field: string, host: string) => {
    const url = body?.[field]
    const isKnown = (name: string) => name === host || name === ownDomain
    return typeof url === 'string' && isAt(url, isKnown, pageHost) ? url : null
  }
  if (status === 404 && body?.['code'] === 'offer_unknown')
    return { kind: 'ended', gone: goneOf(body['gone']) }
  if (status === 409 && body?.['code'] === 'already_subscribed')
    return { kind: 'running', portal: lead('portal', 'billing.stripe.com') }
  if (status === 409 && body?.['code'] === 'already_paid' && typeof body['session'] === 'string')
    return { kind: 'paid', session: body['session'] }
  if (status === 409 && apart.includes(body?.['code']))
    return { kind: 'apart', why: body?.['code'] as Apart }
  const key = typeof body?.['key'] === 'string' ? body['key'] : null
  if (status !== 200) {
    if (key !== null) onKey?.(key)
    throw faultOf(answer)
  }
  const url = lead('url', 'checkout.stripe.com')
  if (url === null) throw new PageFault('internal', 'The door sent no page of Stripe')
  return { kind: 'pay', url, key }
}

function goneOf(gone: unknown): GoneOffer[] {
  return Array.isArray(gone) ? (gone as GoneOffer[]) : []
}
