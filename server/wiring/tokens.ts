import { createTokenRecords } from '../gateways/supabase/tokens/token-records.ts'
import type { BearerWorld } from '../use-cases/tokens/describe-bearer.ts'
import { describeBearer } from '../use-cases/tokens/describe-bearer.ts'
import { endToken } from '../use-cases/tokens/end-token.ts'
import { listTokens } from '../use-cases/tokens/list-tokens.ts'
import { makeToken } from '../use-cases/tokens/make-token.ts'
import type { Shared } from './shared.ts'

export type TokensGateway = ReturnType<typeof wireTokens>

/** Tokens for programs, and what they reach. */
export function wireTokens({ config, api, now, livemode, visitors }: Shared) {
  const records = createTokenRecords(api)
  const world: BearerWorld = {
    ...visitors,
    records,
    now,
    livemode,
    frontendUrl: config.frontendUrl,
  }
  return {
    listTokens: (request: Parameters<typeof listTokens>[1]) => listTokens(world, request),
    makeToken: (request: Parameters<typeof makeToken>[1]) => makeToken(world, request),
    endToken: (request: Parameters<typeof endToken>[1]) => endToken(world, request),
    describeBearer: (request: Parameters<typeof describeBearer>[1]) =>
      describeBearer(world, request),
  }
}
