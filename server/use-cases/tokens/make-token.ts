import type { MadeToken } from '../../contract/tokens.ts'
import { GatewayError } from '../../errors.ts'
import { isTokenId, parseTokenOrder } from '../../rules/tokens/parse-token-order.ts'
import type { TokensWorld } from './assert-proof.ts'
import { assertProof, unproven } from './assert-proof.ts'

/**
 * A new token for the proven address's account, or a new secret for one, which ends the one before at once.
 *
 * @param request the `Authorization` header and the raw JSON body
 * @throws every code of `/api/tokens` in docs/errors.md
 */
export async function makeToken(
  world: TokensWorld,
  request: { authorization: string | null; body: string },
): Promise<MadeToken> {
  const { token } = await assertProof(world, request.authorization)
  const order = parseTokenOrder(request.body, world.now())
  if (order.kind === 'rotate') {
    const rotated = isTokenId(order.id) ? await world.records.rotate(token, order.id) : null
    if (rotated === null) throw new GatewayError('token_unknown', 'the address has no such token')
    return rotated
  }
  const made = await world.records.add(token, order)
  if (made === null) throw unproven()
  if (made === 'full')
    throw new GatewayError('rate_limited', 'the account has as many tokens as it may have', {
      retryAfterSeconds: 3600,
    })
  return made
}
