import type { PurchaseResponse } from '#server/contract/purchase.ts'
import { isSessionId } from '../element/session-id.ts'
import { askDoor } from '../requests/ask-door.ts'
import type { Asking } from '../requests/ask-door.ts'
import { asFault, PageFault } from '../requests/faults.ts'

/** What became of an order, or why nobody could say. `failedAt` in ms since 1970. */
export type Outcome = PurchaseResponse | { fault: PageFault; failedAt: number }

/**
 * Asks what became of an order. Nobody's token goes with it: the id proves paying, and nothing else is asked.
 * @throws nothing but the signal's own reason: what goes wrong is an outcome, too
 */
export async function findOutcome(
  { gateway, signal }: Omit<Asking, 'accessToken'>,
  session: string,
): Promise<Outcome> {
  try {
    if (!isSessionId(session)) throw new PageFault('session_unknown', 'This is no id of an order')
    const asking = { gateway, signal, accessToken: null }
    return await askDoor(asking, { path: '/api/purchase', order: { session }, isAnswer })
  } catch (error) {
    if (signal.aborted) throw error
    return { fault: asFault(error), failedAt: Date.now() }
  }
}

const statuses = ['paid', 'processing', 'open', 'expired']

function isAnswer(body: object): body is PurchaseResponse {
  const { status, items } = body as Partial<PurchaseResponse>
  return statuses.includes(status ?? '') && Array.isArray(items)
}
