/**
 * How a full pass over Stripe's customers is divided: windows of creation time, listed side by side, newest first.
 * Stripe can only list from the newest on; how long a stretch to cut off is told by the last page.
 */
export type PassWindow = {
  /** Unix seconds: only customers created then or later. */
  from: number
  /** Unix seconds: only customers created then or before; `null`: no bound. */
  until: number | null
  /** The last id seen: continue behind it, inside its second. `null`: begin at `until`. */
  after: string | null
}

/** Stripe's first customers are younger than this. */
export const beginningOfStripe = Date.UTC(2010, 0) / 1000

/** What is left of a window whose last page ended with this customer. */
export function continueWindow(
  window: PassWindow,
  last: { id: string; created: number },
): PassWindow {
  return { ...window, until: last.created, after: last.id }
}

/** How long a stretch of time is left to list; one without an upper bound counts as nothing. */
export function secondsOf({ from, until }: PassWindow): number {
  return until === null ? 0 : until - from
}

/** The same place without a cursor, for when its customer was deleted: the second is listed again. */
export function withoutCursor(window: PassWindow): PassWindow {
  return { ...window, after: null }
}

/**
 * Cuts what is left of a window into stretches, so that several can work on it, and the rest: the newest continues at its
 * cursor. Short stretches keep the work together: what lies behind the frontier of an interrupted pass is all that is
 * kept of it.
 * @param seconds how long a stretch should be; 0: unknown
 * @param most how many windows may come of it
 * @returns the newest first, at least one
 */
export function splitWindow(window: PassWindow, seconds: number, most: number): PassWindow[] {
  if (window.until === null || seconds === 0 || most < 2) return [window]
  const cut = window.until - seconds
  if (cut <= window.from) return [window]
  const older = { from: window.from, until: cut - 1, after: null }
  return [{ ...window, from: cut }, ...splitWindow(older, seconds, most - 1)]
}

/** Where to resume after an interruption: everything created after this moment has been listed. */
export function frontierOf(windows: readonly PassWindow[]): number | null {
  const places = windows.map(({ until }) => until)
  if (places.includes(null)) return null
  return Math.max(beginningOfStripe, ...places.filter((place) => place !== null))
}
