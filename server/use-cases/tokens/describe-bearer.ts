import type { MeResponse } from '../../contract/me.ts'
import { GatewayError } from '../../errors.ts'
import type { Standing } from '../../gateways/supabase/tokens/token-records.ts'
import { findApiToken, isApiToken } from '../../rules/tokens/api-token.ts'
import type { TokensWorld } from './assert-proof.ts'
import { assertProof, unproven } from './assert-proof.ts'

export type BearerWorld = TokensWorld & { livemode: boolean; frontendUrl: string }

/**
 * What the bearer of a token has, and where to buy more: one call to the database, none to Stripe. A token that could not
 * be ours costs no call.
 *
 * @param request the `Authorization` header
 * @throws every code of `GET /api/me` in docs/errors.md
 */
export async function describeBearer(
  world: BearerWorld,
  request: { authorization: string | null },
): Promise<MeResponse> {
  const apiToken = findApiToken(request.authorization)
  const { account, address, ...rest } = await (apiToken === null
    ? describeVisitor(world, request.authorization)
    : describeToken(world, apiToken))
  const buy = buyPage(world.frontendUrl, account)
  return { account, live: world.livemode, ...(address && { address }), ...rest, buy }
}

async function describeVisitor(world: BearerWorld, authorization: string | null) {
  const { token, address } = await assertProof(world, authorization)
  const standing = await world.records.findOwn(token, address)
  if (standing === null) throw unproven()
  return standing
}

async function describeToken(world: BearerWorld, apiToken: string): Promise<Standing> {
  const standing = isApiToken(apiToken, world.livemode)
    ? await world.records.findByToken(apiToken)
    : null
  if (standing === null)
    throw new GatewayError('credits_token_invalid', 'the token is none of ours, or has ended')
  return standing
}

/** @param account for whom it is bought there, as a rule */
function buyPage(frontendUrl: string, account: string | null): string {
  const page = new URL('plans', frontendUrl.replace(/\/*$/, '/'))
  if (account !== null) page.searchParams.set('for', account)
  return page.href
}
