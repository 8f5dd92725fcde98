import type { World } from '../world.ts'
import type { Check, Finding } from './check.ts'
import { nameOf } from './check.ts'
import { takes } from './guarded.ts'
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

/** What a run may bring, by what is said if it is missing. */
const missing: ReadonlyMap<string, string> = new Map([
  [takes.account, 'STRIPE_SETUP_KEY'],
  [takes.project, 'SUPABASE_ACCESS_TOKEN'],
  [takes.site, 'NETLIFY_AUTH_TOKEN'],
])

/** The variables that would have let more be checked. */
export function lackingFor(findings: readonly Examined[]): string[] {
  const needed = findings.flatMap(({ level, remedy = '' }) =>
    level === 'unknown' ? (missing.get(remedy) ?? []) : [],
  )
  return [...missing.values()].filter((name) => needed.includes(name))
}

/**
 * Splits off what could not be checked for a reason that is told once: a service that is down is one failure, and a
 * token that was not given is one thing to do.
 */
export function createRepeats() {
  const told = new Map<string, string[]>()
  const needed = new Map<string, string[]>()
  return {
    /** Whether it needs no line of its own: an earlier finding had the same cause, or it is one of many in want of a token. */
    add({ cause, check, level, remedy = '' }: Examined): boolean {
      if (level === 'unknown' && missing.has(remedy)) {
        const all = needed.get(remedy) ?? []
        needed.set(remedy, all.includes(check) ? all : [...all, check])
        return true
      }
      if (cause === undefined) return false
      const others = told.get(cause)
      if (others === undefined) told.set(cause, [])
      else if (level === 'unknown' && !others.includes(check)) others.push(check)
      return others !== undefined && level === 'unknown'
    },
    /** For each cause that had several checks, the others in one line; for each missing token, two. */
    lines: () => [
      ...[...told]
        .filter(([, others]) => others.length > 0)
        .map(([cause, others]) => {
          const service = cause.split(' ')[0] ?? ''
          return `unknown ${service[0]?.toUpperCase()}${service.slice(1)}, see above: ${inWords(others)}`
        }),
      ...[...needed].flatMap(([remedy, all]) => {
        const count = all.length === 1 ? 'one thing needs' : `${all.length} things need`
        return [
          `unknown ${count} "${missing.get(remedy)}": ${inWords(all)}`,
          `        -> ${remedy}`,
        ]
      }),
    ],
  }
}

function inWords(names: readonly string[]): string {
  return names.join(', ').replaceAll('_', ' ')
}
