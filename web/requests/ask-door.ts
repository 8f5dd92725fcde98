import type { Problem } from '#server/contract/problem.ts'
import { isFaultCode, PageFault } from './faults.ts'
import type { FaultCode } from './faults.ts'
import { readRetryAfter, send } from './send.ts'
import type { Answer } from './send.ts'

/** The origin of the doors, who asks (`null`: anyone), and until when the answer is wanted. */
export type Asking = { gateway: string; accessToken: string | null; signal: AbortSignal }

/**
 * Asks the door at `path` with the visitor's token, if it takes one. `isAnswer` tells whether a body that came with the
 * status of success is one of this door's; a body that isn't an object counts as an empty one.
 * @throws the door's code, or one made from the status if something else answered in its place; `answer_unreadable`,
 * `offline`, `timeout`
 */
export async function askDoor<Body extends object>(
  { gateway, accessToken, signal }: Asking,
  { path, method, order, success = 200, isAnswer }: Question<Body>,
): Promise<Body> {
  const headers = accessToken === null ? undefined : { Authorization: `Bearer ${accessToken}` }
  const answer = await send({ url: gateway + path, method, headers, body: order, signal })
  const body = answer.body ?? {}
  if (answer.status === success && isAnswer(body)) return body
  throw faultOf(answer)
}

type Question<Body extends object> = {
  path: string
  /** With an order; left out: `POST`. */
  method?: 'DELETE' | undefined
  /** Left out: it is asked by `GET`. */
  order?: object
  /** The status of an answer that is good; left out: 200. */
  success?: number
  isAnswer: (body: object) => body is Body
}

/**
 * Why a door would refuse whoever signs in here, asked before an email is spent on it: it lacks a variable, which it says
 * before anything else, or it doesn't know the origin of this page. `null` if neither, or if it can't be reached: whatever
 * comes next will say what is wrong.
 */
export async function findObstacle(
  url: string,
  signal: AbortSignal,
): Promise<'variables' | 'origin' | null> {
  const init: RequestInit = { cache: 'no-store', credentials: 'omit', signal }
  try {
    const answer = await fetch(url, { ...init, method: 'OPTIONS' })
    const isOpen =
      answer.ok || ((await answer.json()) as Partial<Problem>).code !== 'config_missing'
    return isOpen ? null : 'variables'
  } catch {
    // What is there, but may not be read from here, has not been told of this page.
    return fetch(url, { ...init, mode: 'no-cors' }).then(
      ({ type }) => (type === 'opaque' ? 'origin' : null),
      () => null,
    )
  }
}

/** A door's refusal, as a fault. */
export function faultOf({ status, headers, body }: Answer): PageFault {
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
