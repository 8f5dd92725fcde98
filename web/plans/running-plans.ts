import type { PortalLink } from '#server/contract/links.ts'
import { attempt } from '../element/page.ts'
import { readToken, remainingMs } from '../element/session.ts'
import { askDoor } from '../requests/ask-door.ts'
import { remedyOf } from '../requests/faults.ts'
import type { PlansPage } from './states.ts'

/** What a signed-in visitor has: the names of running products, under their address. */
export type Running = { email: string; products: Set<string> }

const running = ['active', 'trialing', 'past_due']

/**
 * Tells what is running once the door of billing has answered, and that nothing is known any more when the sign-in ends.
 * It tells nothing if nobody is signed in. `unsure`: somebody is, and it couldn't be found out.
 */
export async function watchRunning(
  page: PlansPage,
  tell: (found: Running | 'unsure' | null) => void,
): Promise<void> {
  const { session, settings, signal } = page
  const accessToken = session.find()
  if (accessToken === null) return
  const asking = { gateway: settings.gateway, accessToken, signal }
  await attempt(
    page,
    async () => {
      const order = { path: '/api/portal-links', order: {}, isAnswer: isLinks }
      const { email, links } = await askDoor(asking, order)
      if (signal.aborted) return
      const isKnown = links.every(({ subscriptions }) => subscriptions !== null)
      tell(isKnown ? { email, products: productsOf(links) } : 'unsure')
      const facts = readToken(accessToken)
      const left = facts && remainingMs(facts, Date.now())
      if (left === null) return
      const timer = setTimeout(() => tell(null), left)
      signal.addEventListener('abort', () => clearTimeout(timer))
    },
    ({ code }) => {
      // Whose sign-in has ended is a guest.
      const isGuest = ['sign-in', 'proof'].includes(remedyOf(code) ?? '')
      if (!isGuest) tell('unsure')
    },
  )
}

function productsOf(links: readonly PortalLink[]): Set<string> {
  const all = links.flatMap(({ subscriptions }) => subscriptions ?? [])
  const names = all.flatMap(({ status, product }) =>
    running.includes(status) && product !== null ? [product] : [],
  )
  return new Set(names)
}

function isLinks(body: object): body is { email: string; links: PortalLink[] } {
  return (
    'email' in body &&
    typeof body.email === 'string' &&
    'links' in body &&
    Array.isArray(body.links)
  )
}
