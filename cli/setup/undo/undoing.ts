import type { Check } from '../../checks/check.ts'
import type { Change } from '../../services/change.ts'
import type { World } from '../../world.ts'

/** What is there of setup's, in one place. */
export type Made = {
  /** What takes it back, in order. */
  changes: Change[]
  /** What stays, and why or what the owner does about it: a sentence each. */
  kept: string[]
}

/** One kind of thing that setup makes, and how it is taken back. */
export type Undoing = {
  name: string
  group: Check['group']
  /** Changes nothing. @throws {ServiceError} */
  find(world: World): Promise<Made>
}

/** For what plans and makes the changes of checks. */
export function asCheck({ name, group, find }: Undoing): Check {
  return {
    name,
    group,
    look: async () => [{ level: 'unknown', says: name }],
    fix: async (world) => (await find(world)).changes,
  }
}
