/** What Auth keeps in its memory, and forgets when it starts again. */
export type Memory = {
  /** What each network may still ask of a path, as of when. */
  left: Map<string, { calls: number; at: number }>
  /** How many emails the project has sent since. */
  emails: { sent: number; since: number }
  /** Until then, a hook is told of the audience as a list. */
  hasSigned: boolean
}

export function startMemory(): Memory {
  return { left: new Map(), emails: { sent: 0, since: 0 }, hasSigned: false }
}
