import type { Asker } from '../terminal/ask.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { Environment } from '../variables/environment.ts'
import type { World } from '../world.ts'
import type { Step } from './plan.ts'
import { printCalls, printDetails, printPlaces, printPlan } from './words/print-plan.ts'

type Order = {
  world: World
  out: Output
  asker: Asker | null
  isDryRun: boolean
  /** Every setting that changes; in a dry run every call, too. */
  isDetailed: boolean
}

/** Shows what would be changed, and where. @returns whether it is to be done */
export async function agree(planned: readonly Step[], order: Order): Promise<boolean> {
  const { world, out, asker, isDryRun, isDetailed } = order
  if (planned.length > 0) await show(planned, order)
  if (!isDryRun && (planned.length === 0 || asker === null)) return true
  if (isDryRun && isDetailed) printCalls(planned, world, out)
  const isAgreed = !isDryRun && (await asker!.confirm('Make these changes?', { isSafe: true }))
  if (!isAgreed) say(out, 'Nothing was changed.')
  return isAgreed
}

async function show(planned: readonly Step[], order: Order): Promise<void> {
  const { world, out, isDryRun, isDetailed } = order
  await printPlaces(planned, world, out)
  if (isDetailed) printDetails(planned, out)
  else {
    printPlan(planned, out)
    const what = isDryRun
      ? 'Every setting and call: npm run setup -- --dry-run'
      : 'Every setting: npm run setup --'
    say(out, `\n${what} --details`)
  }
  say(out)
}

/** `.env` is written if something new would be in it, after a yes. */
export async function mayWriteFile(order: {
  asker: Asker | null
  /** What it was before the questions. */
  given: Environment
  env: Environment
  isPlanned: boolean
}): Promise<boolean> {
  const { asker, given, env, isPlanned } = order
  const learns = ['STRIPE_API_KEY', 'NETLIFY_SITE_ID', 'FRONTEND_URL'].some(
    (name) => env[name] !== given[name],
  )
  if (!learns && !isPlanned) return false
  return (
    asker === null ||
    asker.confirm(
      "Store the site's keys in .env, readable only by you? (If not, each run makes a new webhook endpoint.)",
      { isSafe: true },
    )
  )
}
