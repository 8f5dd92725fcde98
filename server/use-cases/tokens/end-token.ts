import { isTokenId, parseTokenEnd } from '../../rules/tokens/parse-token-order.ts'
import type { TokensWorld } from './assert-proof.ts'
import { assertProof } from './assert-proof.ts'

/**
 * Ends a token of the proven address's account: the next call with it is refused. Of one that isn't theirs nothing is
 * told.
 *
 * @param request the `Authorization` header and the raw JSON body
 * @throws every code of `/api/tokens` in docs/errors.md
 */
export async function endToken(
  world: TokensWorld,
  request: { authorization: string | null; body: string },
): Promise<void> {
  const { token } = await assertProof(world, request.authorization)
  const id = parseTokenEnd(request.body)
  if (isTokenId(id)) await world.records.end(token, id)
}
