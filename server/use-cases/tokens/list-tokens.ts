import type { TokensResponse } from '../../contract/tokens.ts'
import type { TokensWorld } from './assert-proof.ts'
import { assertProof, unproven } from './assert-proof.ts'

/**
 * The tokens of the proven address's account, without their secrets.
 *
 * @param request the `Authorization` header
 * @throws every code of `/api/tokens` in docs/errors.md
 */
export async function listTokens(
  world: TokensWorld,
  request: { authorization: string | null },
): Promise<TokensResponse> {
  const { token } = await assertProof(world, request.authorization)
  const tokens = await world.records.listOwn(token)
  if (tokens === null) throw unproven()
  return { tokens }
}
