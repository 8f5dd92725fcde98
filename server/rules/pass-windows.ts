/**
 * How a full pass over Stripe's customers is divided: windows of creation time, listed side by side, newest first.
 * Stripe can only list from the newest on; where the customers lie is found out by halving what is left.
 */
export type PassWindow = {
  /** Unix seconds: only customers created then or later. */
  from: number
  /** Unix seconds: only customers created then or before; `null`: no bound. */
  until: number | null
  /** The last id seen: go on behind it, inside its second. `null`: begin at `until`. */
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

/** The same place without a cursor, for when its customer was deleted: the second is listed anew. */
export function withoutCursor(window: PassWindow): PassWindow {
  return { ...window, after: null }
}

/**
 * Cuts what is left of a window in two halves, so that two can work on it: the newer goes on at its cursor.
 * `null` where there is nothing to halve.
 */
export function splitWindow(window: PassWindow): [newer: PassWindow, older: PassWindow] | null {
  if (window.until === null || window.until - window.from < 2) return null
  const middle = Math.floor((window.from + window.until) / 2)
  return [
    { ...window, from: middle + 1 },
    { from: window.from, until: middle, after: null },
  ]
}

/** Where to go on after an interruption: everything created after this moment has been listed. */
export function frontierOf(windows: readonly PassWindow[]): number | null {
  const places = windows.map(({ until }) => until)
  if (places.includes(null)) return null
  return Math.max(beginningOfStripe, ...places.filter((place) => place !== null))
}
