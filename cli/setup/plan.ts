import type { Change, Check, Finding } from '../checks/check.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { World } from '../world.ts'

/** What one check would change. */
export type Step = { check: Check; changes: Change[] }

/**
 * Looks at everything and says what would mend it; makes no change.
 * @throws {ServiceError} where a service can't be read
 */
export async function plan(checks: readonly Check[], world: World): Promise<Step[]> {
  const steps: Step[] = []
  for (const check of checks) {
    const changes = await findChanges(check, world)
    if (changes.length > 0) steps.push({ check, changes })
  }
  return steps
}

/** What would mend the check as things stand now. */
export async function findChanges(check: Check, world: World): Promise<Change[]> {
  if (check.mend === undefined) return []
  return isWell(await check.look(world)) ? [] : check.mend(world)
}

function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ level }) => level === 'ok')
}

const headings: Record<Check['group'], string> = {
  variables: 'Variables',
  stripe: 'Stripe',
  supabase: 'Supabase',
  netlify: 'Netlify',
  site: 'The site',
  table: 'The table',
}

/** Shows the owner what will be different, with each difference. */
export function printPlan(steps: readonly Step[], out: Output): void {
  let group: Check['group'] | null = null
  let bringsKeys = false
  for (const { check, changes } of steps) {
    if (check.group !== group) say(out, '')
    if (check.group !== group) say(out, headings[check.group])
    group = check.group
    for (const { says, details = [], call, keep } of changes) {
      say(out, `  - ${says}`, '    ')
      for (const detail of details) say(out, `      ${detail}`, '        ')
      if (call?.service === 'netlify' && call.secretFields !== undefined && bringsKeys)
        say(out, '      and what the steps above bring', '        ')
      bringsKeys ||= keep !== undefined
    }
  }
}
