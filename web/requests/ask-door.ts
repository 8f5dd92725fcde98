import type { Problem } from '#server/contract/problem.ts'
import { isFaultCode, PageFault } from './faults.ts'
import type { FaultCode } from './faults.ts'
import { readRetryAfter, send } from './send.ts'
import type { Answer } from './send.ts'

/** The origin of the doors, who asks, and until when the answer is wanted. */
export type Asking = { gateway: string; accessToken: string; signal: AbortSignal }

/**
 * Asks the door at `path` with the visitor's token. `isAnswer` tells whether a body that came with status 200 is one of
 * this door's.
 * @throws the door's code, or one made from the status if something else answered in its place; `answer_unreadable`,
 * `offline`, `timeout`
 */
export async function askDoor<Body extends object>(
  { gateway, accessToken, signal }: Asking,
  { path, order, isAnswer }: Question<Body>,
): Promise<Body> {
  const headers = { Authorization: `Bearer ${accessToken}` }
  const answer = await send({ url: gateway + path, headers, body: order, signal })
  const { status, body } = answer
  if (status === 200 && body !== null && isAnswer(body)) return body
  throw faultOf(answer)
}

type Question<Body extends object> = {
  path: string
  order: object
  isAnswer: (body: object) => body is Body
}

/**
 * Whether a door has everything it needs: one that lacks a variable says so before anything else, even to a question
 * without a token. A door that can't be reached counts as one that has: whatever comes next will say what is wrong.
 */
export async function isConfigured(url: string, signal: AbortSignal): Promise<boolean> {
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
