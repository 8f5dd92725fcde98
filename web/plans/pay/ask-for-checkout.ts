import { faultOf } from '../../requests/ask-door.ts'
import { PageFault } from '../../requests/faults.ts'
import { isAt } from '../../requests/is-at.ts'
import { send } from '../../requests/send.ts'

/** The door that starts a payment. */
export const checkoutPath = '/api/checkout'

/** What is ordered. `key` names the press: the same one is the same page at Stripe. */
export type CheckoutOrder = {
  items: { price: string }[]
  key: string
  locale: string
  for?: string
  returnUrl?: string
}

/** `ended`: it isn't for sale any more. `running`: the visitor has it, and changes it there. */
export type CheckoutAnswer =
  { kind: 'pay'; url: string } | { kind: 'ended' } | { kind: 'running'; portal: string | null }

type Asking = {
  gateway: string
  /** Whoever has none buys as a guest. */
  accessToken: string | null
  signal: AbortSignal
  /** The owner's own domain at Stripe, which is one for portal and Checkout. */
  ownDomain: string | null | undefined
  /** The host of the page that opens the answer. */
  pageHost: string
}

/**
 * Orders a page at Stripe on which the order is paid. Only an address at Stripe leaves this function.
 * @throws the door's code, or one made from the status; `internal` if it sent no such address; `offline`, `timeout`
 */
export async function askForCheckout(
  { gateway, accessToken, signal, ownDomain, pageHost }: Asking,
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
  if (status === 404 && body?.['code'] === 'offer_unknown') return { kind: 'ended' }
  if (status === 409 && body?.['code'] === 'already_subscribed')
    return { kind: 'running', portal: lead('portal', 'billing.stripe.com') }
  if (status !== 200) throw faultOf(answer)
  const url = lead('url', 'checkout.stripe.com')
  if (url === null) throw new PageFault('internal', 'The door sent no page of Stripe')
  return { kind: 'pay', url }
}
