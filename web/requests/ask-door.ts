import type { Problem } from '#server/contract/problem.ts'
import { isFaultCode, PageFault } from './faults.ts'
import type { FaultCode } from './faults.ts'
import { readRetryAfter, send } from './send.ts'
import type { Answer } from './send.ts'

/** A door, who asks, and until when the answer is wanted. */
export type Asking = { url: string; accessToken: string; signal: AbortSignal }

/**
 * Asks a door with the visitor's token.
 * `isAnswer` tells whether a body that came with status 200 is an answer of this door
 * @throws the door's code, or one made from the status if something else answered in its place; `answer_unreadable`,
 * `offline`, `timeout`
 */
export async function askDoor<Body extends object>(
  { url, accessToken, signal }: Asking,
  { order, isAnswer }: { order: object; isAnswer: (body: object) => body is Body },
): Promise<Body> {
  const headers = { Authorization: `Bearer ${accessToken}` }
  const answer = await send({ url, headers, body: order, signal })
  const { status, body } = answer
  if (status === 200 && body !== null && isAnswer(body)) return body
  throw faultOf(answer)
}

/**
 * Whether a door has everything it needs: one that lacks a variable says so before anything else, even to a question
 * without a token. A door that can't be reached counts as one that has: whatever comes next will say what is wrong.
 */
export async function isConfigured({ url, signal }: Omit<Asking, 'accessToken'>): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'OPTIONS', cache: 'no-store', signal })
    return answer.ok || ((await answer.json()) as Partial<Problem>).code !== 'config_missing'
  } catch {
    return true
  }
}

function faultOf({ status, headers, body }: Answer): PageFault {
  const code = isFaultCode(body?.['code']) ? body['code'] : codeOfStatus(status)
  const requestId = typeof body?.['requestId'] === 'string' ? body['requestId'] : null
  return new PageFault(code, `The door answered ${status}`, {
    requestId,
    retryAfterSeconds: readRetryAfter(headers),
  })
}

function codeOfStatus(status: number): FaultCode {
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'internal' : 'answer_unreadable'
}
