import type { Result } from '../commands/command.ts'
import type { PersonAddress } from '../person/parse-address.ts'
import { refIn } from '../services/supabase-management.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import { valueOf } from '../variables/environment.ts'
import type { World } from '../world.ts'
import { gatherFacts } from './facts.ts'
import { printFacts } from './print-facts.ts'
import { judge } from './judge.ts'

/**
 * `npm run look`: what one person sees on the page, and why. Changes nothing.
 * @returns the exit code: 0 only if they see all that Stripe has under the address; and what `--json` prints
 */
export async function look(order: {
  world: World
  address: PersonAddress
  out: Output
}): Promise<Result> {
  const { world, address, out } = order
  const facts = await gatherFacts(world, address)
  const ref = world.project?.ref ?? refIn(valueOf(world.env, 'SUPABASE_URL'))
  const verdict = judge(facts, { now: world.now(), ref })
  say(out, verdict.says)
  if (verdict.remedy !== undefined) say(out, `-> ${verdict.remedy}`, '   ')
  say(out)
  printFacts(facts, out)
  return { code: verdict.isSeeing === true ? 0 : 1, report: { verdict, ...facts } }
}
