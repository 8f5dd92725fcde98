import type { OrdersResponse } from '../../contract/orders.ts'
import type { StripeGuestOrders } from '../../gateways/stripe/guest-orders.ts'
import { parseOrdersOrder } from '../../rules/purchases/parse-page-order.ts'
import { countRequest } from '../visitors/count-request.ts'
import { started } from '../visitors/started.ts'
import type { VisitorsWorld } from '../visitors/visitors-world.ts'

export type OrdersWorld = VisitorsWorld & { guestOrders: StripeGuestOrders }

/**
 * What was bought as a guest under the proven address, as Stripe has it now.
 *
 * @param request the `Authorization` header and the raw JSON body
 * @throws every code of `POST /api/orders` in docs/errors.md
 */
export async function listOrders(
  world: OrdersWorld,
  request: { authorization: string | null; body: string },
): Promise<OrdersResponse> {
  const safe = started(world.project.assertConfirmationsOn())
  const proof = await world.tokens.prove(request.authorization)
  const { after } = parseOrdersOrder(request.body)
  await countRequest(world, proof.address)
  const orders = await world.guestOrders.listGuestOrders(proof, after)
  await safe
  return orders
}
