import type { World } from '../world.ts'
import type { Check, Finding } from './check.ts'
import { nameOf } from './check.ts'
import { checks } from './index.ts'

/** A finding with its check. */
export type Examined = Finding & { check: string; group: Check['group'] }

/**
 * Checks everything, all at once: a slow service holds up no other. Changes nothing.
 * @param watch.onWait called with what is waited for
 * @param watch.onFound called with each finding, in the order of the checks
 */
export async function examine(
  world: World,
  watch: { onWait?: (says: string) => void; onFound?: (found: Examined) => void } = {},
): Promise<Examined[]> {
  const looks = checks.map((check) => check.look(world))
  // The first that fails ends the run; the others have nobody left to tell.
  for (const look of looks) look.catch(() => undefined)
  const all: Examined[] = []
  for (const [index, check] of checks.entries()) {
    watch.onWait?.(nameOf(check))
    for (const finding of (await looks[index]) ?? []) {
      const found = { check: check.name, group: check.group, ...finding }
      all.push(found)
      watch.onFound?.(found)
    }
  }
  return all
}

/** Splits off what failed for a reason that an earlier finding has told: a service that is down is one failure. */
export function createRepeats() {
  const told = new Map<string, string[]>()
  return {
    /** Whether nothing new is said: it could not be checked, and an earlier finding had the same cause. */
    add({ cause, check, level }: Examined): boolean {
      if (cause === undefined) return false
      const others = told.get(cause)
      if (others === undefined) told.set(cause, [])
      else if (level === 'unknown' && !others.includes(check)) others.push(check)
      return others !== undefined && level === 'unknown'
    },
    /** For each cause that had several checks, the others in one line. */
    lines: () =>
      [...told]
        .filter(([, others]) => others.length > 0)
        .map(([cause, others]) => {
          const service = cause.split(' ')[0] ?? ''
          const names = others.join(', ').replaceAll('_', ' ')
          return `unknown ${service[0]?.toUpperCase()}${service.slice(1)}, see above: ${names}`
        }),
  }
}
