import { readToken, remainingMs } from '../element/session.ts'
import type { Page } from '../state.ts'

/** Clears the screen when the sign-in ends, so that a page left open on a shared computer doesn't show it for long. */
export function endAtExpiry(page: Page, email: string): void {
  const facts = readToken(page.session.find() ?? '')
  const left = facts && remainingMs(facts, Date.now())
  if (left === null) return
  const timer = setTimeout(() => page.go({ name: 'session-ended', email }), left)
  page.signal.addEventListener('abort', () => clearTimeout(timer))
}
