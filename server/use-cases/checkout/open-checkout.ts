import type { CheckoutResponse } from '../../contract/checkout.ts'
import type { StripeOfferedPrices } from '../../gateways/stripe/checkout/offered-prices.ts'
import type { StripeCheckout } from '../../gateways/stripe/checkout/sessions.ts'
import type { OrderRecords } from '../../gateways/supabase/order-records.ts'
import type { OfferedPrice } from '../../rules/checkout/offered-price.ts'
import { assertQuantity, offerUnknown } from '../../rules/checkout/offered-price.ts'
import type { CheckoutOrder } from '../../rules/checkout/parse-checkout-order.ts'
import { parseCheckoutOrder } from '../../rules/checkout/parse-checkout-order.ts'
import { findReusable, sortOrders } from '../../rules/checkout/placed-order.ts'
import { started } from '../visitors/started.ts'
import type { RunningWorld } from './assert-not-running.ts'
import { assertNotRunning } from './assert-not-running.ts'
import type { Buyer } from './find-buyer.ts'
import { findBuyer } from './find-buyer.ts'

export type CheckoutWorld = RunningWorld & {
  orders: OrderRecords
  prices: StripeOfferedPrices
  checkout: StripeCheckout
  frontendUrl: string
  /** Where `returnUrl` may lead. */
  origins: readonly string[]
}

type Terms = { order: CheckoutOrder; price: OfferedPrice; reference: string | null }

/**
 * A page of Stripe's on which an offer is paid. Whoever proved their address finds it there; anybody else types theirs.
 *
 * @param request the `Authorization` header and the raw JSON body
 * @throws every code of `POST /api/checkout` in docs/errors.md
 */
export async function openCheckout(
  world: CheckoutWorld,
  request: { authorization: string | null; body: string },
): Promise<CheckoutResponse & { isProven: boolean }> {
  const order = parseCheckoutOrder(request.body, world)
  const isOffered = started(world.orders.isOffered(order.price))
  const isThere = started(order.account !== null && world.orders.hasAccount(order.account))
  const buyer = await findBuyer(world, request.authorization)
  if (!(await isOffered)) throw offerUnknown()
  // What is recorded may be late: Stripe has the last word on what is for sale.
  const price = await world.prices.findOffered(order.price)
  if (price === null) throw offerUnknown()
  assertQuantity(price, order.quantity)
  const reference = (await isThere) ? order.account : (buyer?.account ?? null)
  const terms = { order, price, reference }
  const url = await (buyer === null ? openUnproven(world, terms) : openProven(world, buyer, terms))
  return { url, isProven: buyer !== null }
}

async function openUnproven(world: CheckoutWorld, terms: Terms): Promise<string> {
  const session = await world.checkout.openSession({ ...terms, payer: null })
  if (session === null) throw offerUnknown()
  return session.url
}

async function openProven(world: CheckoutWorld, buyer: Buyer, terms: Terms): Promise<string> {
  const [sorted] = await Promise.all([
    sortEarlier(world, buyer.account),
    assertNotRunning(world, buyer, terms),
  ])
  const { address, email } = buyer
  const customer = findReusable(sorted, { address, currency: terms.price.currency })
  const session =
    (customer && (await world.checkout.openSession({ ...terms, payer: { customer } }))) ??
    (await world.checkout.openSession({ ...terms, payer: { email } }))
  if (session === null) throw offerUnknown()
  // Should this fail, the same press is the same session, and is noted then.
  await world.orders.noteProven(buyer.account, {
    session: session.id,
    completed: sorted.completed?.session ?? null,
    over: sorted.over,
  })
  return session.url
}

async function sortEarlier({ orders, checkout }: CheckoutWorld, account: string) {
  const sessions = await orders.listProven(account)
  const found = await Promise.all(sessions.map((session) => checkout.findPlaced(session)))
  return sortOrders(sessions.map((session, at) => [session, found[at] ?? null]))
}
