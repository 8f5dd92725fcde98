import { GatewayError } from '../../errors.ts'
import type { Payer, SessionOrder } from '../../gateways/stripe/checkout/session-params.ts'
import type { StripeCheckout } from '../../gateways/stripe/checkout/sessions.ts'
import type { PlacedOrder } from '../../rules/checkout/placed-order.ts'
import { writePressKey } from '../../rules/checkout/press-key.ts'

/** A press never begins an order more often than this. */
const mostTries = 3

export type Opened = { session: string; url: string; key: string }

/**
 * Creates the page of an order, or gets the one that its cart has. What expired, and what Stripe would fail at again, is
 * begun again under the next attempt.
 * @param payers as whom, the next one where Stripe refuses the first
 * @param earlier what the account placed before, as Stripe has it at this moment
 * @throws `already_paid`; `stripe_unavailable` with the key to go on with; whatever Stripe throws
 */
export async function placeOrder(
  checkout: StripeCheckout,
  order: SessionOrder,
  { payers, earlier }: { payers: readonly Payer[]; earlier: readonly PlacedOrder[] },
): Promise<Opened> {
  let left = payers
  let { key } = order
  for (let tries = 0; tries < mostTries; tries += 1) {
    const known = findOwn(checkout, { ...order, key }, earlier)
    if (known !== null) return { ...known, key: writePressKey(key) }
    // Who has bought meanwhile would pay as somebody else than when this very order was placed.
    for (const payer of left) {
      const placed = await checkout.place({ ...order, key }, payer)
      if (placed.kind === 'paid') throw alreadyPaid(placed.session)
      if (placed.kind === 'open') return { ...placed, key: writePressKey(key) }
      if (placed.kind === 'refused') left = left.filter((each) => each !== payer)
      if (placed.kind !== 'taken') break
    }
    key = { ...key, attempt: key.attempt + 1 }
  }
  throw new GatewayError('stripe_unavailable', 'Stripe repeats failures of an order', {
    details: { key: writePressKey(key) },
  })
}

/** @throws `already_paid` if one of the attempts that this press could come to was paid by the account */
export function assertUnpaid(
  checkout: StripeCheckout,
  order: SessionOrder,
  earlier: readonly PlacedOrder[],
): void {
  for (let more = 0; more < mostTries; more += 1) {
    const key = { ...order.key, attempt: order.key.attempt + more }
    findOwn(checkout, { ...order, key }, earlier)
  }
}

function findOwn(
  checkout: StripeCheckout,
  order: SessionOrder,
  earlier: readonly PlacedOrder[],
): { session: string; url: string } | null {
  if (earlier.length === 0) return null
  const number = checkout.numberOf(order)
  const own = earlier.find((each) => each.number === number)
  if (own?.status === 'complete') throw alreadyPaid(own.session)
  return own === undefined || own.url === null ? null : { session: own.session, url: own.url }
}

function alreadyPaid(session: string): GatewayError {
  return new GatewayError('already_paid', 'the order of this cart is paid', {
    details: { session },
  })
}
