import type { Output } from '../../terminal/wrap.ts'
import { say } from '../../terminal/wrap.ts'
import type { World } from '../../world.ts'
import type { Step } from '../plan.ts'

/** What will be taken back, where, and what stays. */
export async function printUndo(
  { planned, kept }: { planned: readonly Step[]; kept: readonly string[] },
  { account, project, site, page }: World,
  out: Output,
): Promise<void> {
  const found = await site?.find()
  const mode = account?.livemode === true ? 'LIVE mode' : 'a sandbox or test mode'
  say(out, `\nWhat setup has made, in ${mode}:`)
  say(out, `  Supabase project  ${project?.ref}`, '    ')
  say(out, `  Netlify site      ${found?.name} (team ${found?.account})`, '    ')
  say(out, `  Page              ${page}`, '    ')
  say(out, planned.length === 0 ? '\nThere is nothing to take back.' : '\nTo take back:')
  for (const { says, details = [] } of planned.flatMap(({ changes }) => changes)) {
    say(out, `  - ${says}`, '    ')
    for (const detail of details) say(out, `      ${detail}`, '        ')
  }
  if (kept.length > 0) say(out, '\nWhat stays:')
  for (const line of kept) say(out, `  - ${line}`, '    ')
  say(out)
}

/** What only the owner can do. */
export function printByHand(byHand: readonly string[], out: Output): void {
  say(out, '\nBy hand:')
  for (const line of byHand) say(out, `  - ${line}`, '    ')
}
