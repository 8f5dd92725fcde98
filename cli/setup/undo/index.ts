import type { Result } from '../../commands/command.ts'
import { createPerform } from '../../services/perform.ts'
import type { Asker } from '../../terminal/ask.ts'
import { createSteps } from '../../terminal/steps.ts'
import { untilStopped } from '../../terminal/stopping.ts'
import type { Output } from '../../terminal/wrap.ts'
import { say } from '../../terminal/wrap.ts'
import type { Environment } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import { apply } from '../apply.ts'
import type { Step } from '../plan.ts'
import { printCalls, toReport } from '../words/print-plan.ts'
import { listByHand } from './by-hand.ts'
import type { Places } from './gather.ts'
import { gatherForUndo } from './gather.ts'
import { supabaseKeys } from './keys.ts'
import { netlifyVariables } from './netlify.ts'
import { portal } from './portal.ts'
import { printByHand, printUndo } from './print-undo.ts'
import { tablesUndoing } from './tables.ts'
import type { Undoing } from './undoing.ts'
import { asCheck } from './undoing.ts'
import { webhook } from './webhook.ts'

export type UndoOrder = Places & {
  given: Environment
  /** The one of `.env`. */
  folder: string
  out: Output
  /** `null`: with `--yes` nobody is asked. */
  asker: Asker | null
  isDryRun: boolean
  /** Drops also what Stripe can't bring back. */
  isWithData: boolean
}

/**
 * `npm run setup -- --undo`: takes back what setup has made, as far as it can be told, after one yes; what stays is said.
 * Everything is looked for in each run, so that the next one resumes where one was stopped.
 * @returns the exit code: 0 only if nothing of it is left
 * @throws {UsageError}, {SetupFault}, {ServiceError}, {StoppedError}
 */
export async function undo(order: UndoOrder): Promise<Result> {
  const { out, asker, folder, isDryRun } = order
  const env = { ...order.given }
  const steps = createSteps(out)
  const world = await gatherForUndo(env, { ...order, asker, steps, folder })
  // The doors first ring no more, then have no keys; then goes what they were for.
  const undoings = [
    webhook,
    netlifyVariables,
    tablesUndoing(order.isWithData),
    supabaseKeys,
    portal,
  ]
  const { planned, kept } = await steps.wait('Looking for what setup has made', () =>
    find(undoings, world),
  )
  const byHand = await listByHand(world)
  const report = { isDryRun, mode: modeOf(world), kept, byHand }
  await printUndo({ planned, kept }, world, out)
  if (isDryRun) printCalls(planned, world, out)
  const isAgreed = !isDryRun && planned.length > 0 && (await agree(asker))
  if (!isAgreed) {
    say(out, 'Nothing was changed.')
    printByHand(byHand, out)
    const code = isDryRun || planned.length === 0 ? 0 : 1
    return { code, report: { ...report, planned: toReport(planned), made: 0 } }
  }
  world.project?.forget()
  const made = await untilStopped(
    (signal) =>
      apply(undoings.map(asCheck), { world, perform: createPerform(world.env), steps, signal }),
    () => steps.say('Stopping after this step. Ctrl-C again stops at once.'),
  )
  world.project?.forget()
  const left = (await find(undoings, world)).planned
  say(out, `Taken back: ${made}.`)
  printByHand(byHand, out)
  return {
    code: left.length === 0 ? 0 : 1,
    report: { ...report, planned: toReport(planned), made, left: toReport(left) },
  }
}

async function find(
  undoings: readonly Undoing[],
  world: World,
): Promise<{ planned: Step[]; kept: string[] }> {
  const planned: Step[] = []
  const kept: string[] = []
  for (const undoing of undoings) {
    const made = await undoing.find(world)
    kept.push(...made.kept)
    if (made.changes.length > 0) planned.push({ check: asCheck(undoing), changes: made.changes })
  }
  return { planned, kept }
}

async function agree(asker: Asker | null): Promise<boolean> {
  return (
    asker === null ||
    asker.confirm(
      'Take all of this back? The page stops working; customers and their billing at Stripe stay as they are.',
      { isSafe: false },
    )
  )
}

/** Of the setup key: the site's own may be gone already. */
function modeOf({ account }: World): 'live' | 'test' | null {
  if (account === null) return null
  return account.livemode ? 'live' : 'test'
}
