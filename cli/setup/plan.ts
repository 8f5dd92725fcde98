import type { Check } from '../checks/check.ts'
import type { Change } from '../services/change.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { World } from '../world.ts'

/** What one check would change. */
export type Step = { check: Check; changes: Change[] }

/**
 * Checks everything and finds what would fix it; makes no change.
 * @throws {ServiceError} if a service can't be read
 */
export async function plan(checks: readonly Check[], world: World): Promise<Step[]> {
  const steps: Step[] = []
  for (const check of checks) {
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

const headings: Record<Check['group'], string> = {
  variables: 'Variables',
  stripe: 'Stripe',
  supabase: 'Supabase',
  netlify: 'Netlify',
  site: 'The site',
  table: 'The table',
}

/** Says where it will change. */
export async function printPlaces(world: World, out: Output): Promise<void> {
  const site = await world.site?.find()
  say(out)
  say(
    out,
    `Changes to be made, in ${world.livemode === true ? 'LIVE mode' : 'a sandbox or test mode'}:`,
  )
  say(out, `  Supabase project  ${world.project?.ref}`)
  say(out, `  Netlify site      ${site?.name} (${site?.account})`)
  say(out, `  page              ${world.page}`)
}

/** Shows the owner what will change, in detail. */
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
        say(out, '      and the values that the steps above bring', '        ')
      bringsKeys ||= keep !== undefined
    }
  }
}
