import type { Check } from '../../checks/check.ts'
import { paint } from '../../terminal/paint.ts'
import type { Output } from '../../terminal/wrap.ts'
import { say, wrap } from '../../terminal/wrap.ts'
import type { World } from '../../world.ts'
import type { Step } from '../plan.ts'
import { printCall } from './print-call.ts'

const headings: Record<Check['group'], string> = {
  variables: 'This copy',
  stripe: 'Stripe',
  supabase: 'Supabase',
  netlify: 'Netlify',
  site: 'This copy',
  table: 'The table',
}

/** Says how much it would change, in which mode, and where. */
export async function printPlaces(
  steps: readonly Step[],
  world: World,
  out: Output,
): Promise<void> {
  const { project, shop, page } = world
  const [site, name] = [await world.site?.find(), await project?.readName()]
  const mode = world.livemode === true ? 'LIVE mode' : 'a sandbox or test mode'
  const count = steps.flatMap(({ changes }) => changes).length
  const head = wrap(`${count} ${count === 1 ? 'change' : 'changes'} to be made, in ${mode}:`, out)
  out.write(`\n${head.replace('LIVE', paint(['bold', 'red'], 'LIVE', out))}\n`)
  say(out, `  Stripe            ${shop?.name ?? 'the account of the setup key'}`, '    ')
  say(out, `  Supabase project  ${name} (${project?.ref})`, '    ')
  say(out, `  Netlify site      ${site?.name} (team ${site?.account})`, '    ')
  say(out, `  Page              ${page}`, '    ')
  say(out)
}

const column = 11

/** What will change, on one screen: a line for each kind of change, by where it is made. */
export function printPlan(steps: readonly Step[], out: Output): void {
  const all = steps.flatMap(({ check, changes }) =>
    changes.map(({ says, brief = says, call }) => ({
      brief,
      // Without a call it is made here.
      heading: call === null ? headings.variables : headings[check.group],
    })),
  )
  for (const [heading, each] of Map.groupBy(all, (change) => change.heading)) {
    const lines = new Set(each.map(({ brief }) => brief))
    let label = heading
    for (const line of lines) {
      say(out, `  ${label.padEnd(column)}${line}`, ' '.repeat(column + 4))
      label = ''
    }
  }
}

/** The same with every setting that changes, in the order in which that is done. */
export function printDetails(steps: readonly Step[], out: Output): void {
  let heading = ''
  for (const { check, changes } of steps) {
    if (headings[check.group] !== heading) say(out, `\n${headings[check.group]}`)
    heading = headings[check.group]
    for (const { says, details = [] } of changes) {
      say(out, `  - ${says}`, '    ')
      for (const detail of details) say(out, `      ${detail}`, '        ')
    }
  }
  say(out, '\nValues that earlier steps bring (keys, ids) are not there yet.')
}

/** Every call as it would be sent, its secrets masked. */
export function printCalls(steps: readonly Step[], { env }: World, out: Output): void {
  for (const { says, call } of steps.flatMap(({ changes }) => changes))
    out.write(
      `\n# ${says}\n${call === null ? '# no call: it is written to a file here' : printCall(env, call)}\n`,
    )
}

/** The plan for programs: no value of any setting but those that the details show. */
export function toReport(steps: readonly Step[]): Record<string, unknown>[] {
  return steps.flatMap(({ check, changes }) =>
    changes.map(({ says, details = [], call }) => ({
      check: check.name,
      says,
      details,
      call: call === null ? null : `${call.method} ${call.service} ${call.path}`,
    })),
  )
}
