import type { MadeToken, TokenEnd, TokensRequest, TokensResponse } from '#server/contract/tokens.ts'
import { askDoor } from '../../requests/ask-door.ts'
import type { Asking } from '../../requests/ask-door.ts'

// Each of these: @throws the door's own codes, `answer_unreadable`, `offline`, `timeout`
const path = '/api/tokens'

/** Those that were not ended, the oldest first. */
export async function askForTokens(asking: Asking): Promise<TokensResponse> {
  const isAnswer = (body: object): body is TokensResponse =>
    'tokens' in body && Array.isArray(body.tokens)
  return askDoor(asking, { path, isAnswer })
}

/** A new token, or a new secret for one. */
export async function makeToken(asking: Asking, order: TokensRequest): Promise<MadeToken> {
  const isAnswer = (body: object): body is MadeToken =>
    'token' in body && typeof body.token === 'string' && 'id' in body
  return askDoor(asking, { path, order, success: 201, isAnswer })
}

/** Ends one at once. */
export async function endToken(asking: Asking, order: TokenEnd): Promise<void> {
  const isAnswer = (body: object): body is object => Object.keys(body).length === 0
  await askDoor(asking, { path, method: 'DELETE', order, success: 204, isAnswer })
}
