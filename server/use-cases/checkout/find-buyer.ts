import { GatewayError } from '../../errors.ts'
import type { OrderRecords } from '../../gateways/supabase/order-records.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import type { AccessToken } from '../../rules/proved.ts'
import { countRequest } from '../visitors/count-request.ts'
import type { VisitorsWorld } from '../visitors/visitors-world.ts'

/** Somebody who proved their address, with its account. */
export type Buyer = Proof & { token: AccessToken; account: string }

/** What says that nothing is proven; anything else says that it can't be told. */
const unproven: readonly string[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'sign_in_too_old',
  'email_unproven',
  'project_unsafe',
]

/**
 * Who orders, if a bearer token proves it: to us, to the project's settings and to the database, which knows of changed
 * addresses. `null`: nobody that we know, which is nothing wrong.
 * @throws `rate_limited`, `auth_unavailable`, `database_unavailable`, `config_missing`
 */
export async function findBuyer(
  world: VisitorsWorld & { orders: OrderRecords },
  authorization: string | null,
): Promise<Buyer | null> {
  try {
    const proof = await world.tokens.prove(authorization)
    await Promise.all([countRequest(world, proof.address), world.project.assertConfirmationsOn()])
    const account = await world.orders.findOwnAccount(proof.token, proof.address)
    return account === null ? null : { ...proof, account }
  } catch (error) {
    if (error instanceof GatewayError && unproven.includes(error.code)) return null
    throw error
  }
}
