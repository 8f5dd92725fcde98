import type { CheckoutResponse } from '../../contract/checkout.ts'
import type { SessionOrder } from '../../gateways/stripe/checkout/session-params.ts'
import type { StripeCheckout } from '../../gateways/stripe/checkout/sessions.ts'
import type { OrderRecords } from '../../gateways/supabase/order-records.ts'
import { judgeLines } from '../../rules/checkout/judge-lines.ts'
import type { OrderTerms } from '../../rules/checkout/judge-lines.ts'
import { offerUnknown } from '../../rules/checkout/offered-price.ts'
import type { CheckoutOrder } from '../../rules/checkout/parse-checkout-order.ts'
import { parseCheckoutOrder } from '../../rules/checkout/parse-checkout-order.ts'
import { findReusable, sortOrders } from '../../rules/checkout/placed-order.ts'
import { started } from '../visitors/started.ts'
import type { RunningWorld } from './assert-not-running.ts'
import { assertNotRunning } from './assert-not-running.ts'
import type { Buyer } from './find-buyer.ts'
import { findBuyer } from './find-buyer.ts'
import type { Opened } from './place-order.ts'
import { assertUnpaid, placeOrder } from './place-order.ts'

export type CheckoutWorld = RunningWorld & {
  orders: OrderRecords
  checkout: StripeCheckout
  frontendUrl: string
  /** Where `returnUrl` may lead. */
  origins: readonly string[]
}

/**
 * A page of Stripe's on which a cart is paid; the same one for the same cart. Whoever proved their address finds it
 * there; anybody else types theirs.
 *
 * @param request the `Authorization` header and the raw JSON body
 * @throws every code of `POST /api/checkout` in docs/errors.md
 */
export async function openCheckout(
  world: CheckoutWorld,
  request: { authorization: string | null; body: string },
): Promise<CheckoutResponse & { isProven: boolean }> {
  const asked = parseCheckoutOrder(request.body, world)
  const found = started(world.orders.findLines(asked.items.map(({ price }) => price)))
  const isThere = started(asked.account !== null && world.orders.hasAccount(asked.account))
  const buyer = await findBuyer(world, request.authorization)
  const terms = toTerms(asked, await found)
  const order: SessionOrder = {
    key: asked.key,
    terms,
    locale: asked.locale.checkout,
    page: asked.page,
    buyer: buyer?.account ?? null,
    reference: (await isThere) ? asked.account : (buyer?.account ?? null),
  }
  const { url, key } = await (buyer === null
    ? placeOrder(world.checkout, order, { payers: [null], earlier: [] })
    : placeProven(world, buyer, { asked, order }))
  return { url, key, isProven: buyer !== null }
}

type Found = Awaited<ReturnType<OrderRecords['findLines']>>

/** @throws `offer_unknown`, naming what isn't on offer; whatever the lines can't be together */
function toTerms({ items }: CheckoutOrder, { prices, gone }: Found): OrderTerms {
  const lines = items.flatMap(({ price: id, quantity }) => {
    const price = prices.find((each) => each.id === id)
    return price === undefined ? [] : { price, quantity }
  })
  if (lines.length < items.length) throw offerUnknown(gone)
  return judgeLines(lines)
}

async function placeProven(
  world: CheckoutWorld,
  buyer: Buyer,
  { asked, order }: { asked: CheckoutOrder; order: SessionOrder },
): Promise<Opened> {
  const running = started(assertNotRunning(world, buyer, { asked, terms: order.terms }))
  const sorted = await sortEarlier(world, buyer.account)
  const { earlier, completed, over } = sorted
  assertUnpaid(world.checkout, order, earlier)
  await running
  const { address, email } = buyer
  const customer = findReusable(sorted, { address, currency: order.terms.currency })
  const payers = [...(customer === null ? [] : [{ customer }]), { email }]
  const opened = await placeOrder(world.checkout, order, { payers, earlier })
  // Should this fail, the same press is the same session, and is noted then.
  await world.orders.noteProven(buyer.account, {
    session: opened.session,
    completed: completed?.session ?? null,
    over,
  })
  return opened
}

async function sortEarlier({ orders, checkout }: CheckoutWorld, account: string) {
  const sessions = await orders.listProven(account)
  const found = await Promise.all(sessions.map((session) => checkout.findPlaced(session)))
  return sortOrders(sessions.map((session, at) => [session, found[at] ?? null]))
}
