import { isSessionId } from './session-id.ts'

const name = 'bought'

/**
 * Removes the id of an order, `#bought=cs_...` or `?bought=cs_...`, from the address bar and the history before anything
 * else happens, and returns it: `null` if there is none, empty if it is no id of an order. What else the address says
 * stays as it is written.
 *
 * @param isOurs whether the address is our own page's. Elsewhere it is the host's, and only what Stripe put there is
 * taken: a `bought` with another value may mean something to the host
 */
export function takeBought(
  { location, history }: Pick<Window, 'location' | 'history'>,
  isOurs: boolean,
): string | null {
  const { pathname, search, hash } = location
  const found = find(hash) ?? find(search)
  if (found === null || (!isOurs && !isSessionId(found))) return null
  history.replaceState(history.state, '', pathname + without(search) + without(hash))
  return isSessionId(found) ? found : ''
}

/**
 * Whether the browser shows what it has shown before, by a reload or by its own Back and Forward: then the order is what
 * the visitor expects. Whoever comes anew wants what the page is for, whatever they have bought before.
 */
export function isShownAgain(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return entry !== undefined && ['reload', 'back_forward'].includes(entry.type)
}

function find(part: string): string | null {
  return new URLSearchParams(part.slice(1)).get(name)
}

function without(part: string): string {
  const pairs = part.slice(1).split('&')
  const rest = pairs.filter((pair) => pair.split('=')[0] !== name).join('&')
  return rest === '' ? '' : part.charAt(0) + rest
}
