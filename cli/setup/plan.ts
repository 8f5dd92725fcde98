import type { Check } from '../checks/check.ts'
import { nameOf } from '../checks/check.ts'
import type { Change } from '../services/change.ts'
import type { World } from '../world.ts'

/** What one check would change. */
export type Step = { check: Check; changes: Change[] }

/**
 * Checks everything and finds what would fix it; makes no change.
 * @param onCheck called with what is checked next
 * @throws {ServiceError} if a service can't be read
 */
export async function plan(
  checks: readonly Check[],
  world: World,
  onCheck: (says: string) => void,
): Promise<Step[]> {
  const steps: Step[] = []
  for (const check of checks) {
    onCheck(nameOf(check))
    const changes = await findChanges(check, world)
    if (changes.length > 0) steps.push({ check, changes })
  }
  return steps
}

/** What would fix the check now. */
export async function findChanges(check: Check, world: World): Promise<Change[]> {
  if (check.fix === undefined) return []
  const findings = await check.look(world)
  return findings.every(({ level }) => level === 'ok') ? [] : check.fix(world)
}
