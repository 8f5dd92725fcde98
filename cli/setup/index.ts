import type { Asker } from '../terminal/ask.ts'
import { checks } from '../checks/index.ts'
import type { Result } from '../commands/command.ts'
import { doctor, placesOf } from '../doctor.ts'
import type { Environment } from '../variables/environment.ts'
import { createPerform } from '../services/perform.ts'
import { apply } from './apply.ts'
import { printClosingWords } from './closing-words.ts'
import { fillTable } from './fill-table.ts'
import { gather } from './gather.ts'
import { createKeeper } from './keeper.ts'
import type { Step } from './plan.ts'
import { plan, printPlaces, printPlan } from './plan.ts'
import { printCall } from './print-call.ts'
import { untilStopped } from '../terminal/stopping.ts'
import type { World } from '../world.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'

export type SetupOrder = {
  /** As `readEnvironment` gives it. */
  env: Environment
  /** The one of `.env`. */
  folder: string
  out: Output
  /** `null`: with `--yes` nobody is asked. */
  asker: Asker | null
  isDryRun: boolean
  isBillingAlone: boolean
  project: string | undefined
  site: string | undefined
  page: string | undefined
}

/**
 * `npm run setup`: the doctor's checks, with what fixes them. Everything is checked again in each run, so the next run
 * resumes where one was stopped, and running it again changes nothing.
 * @returns the doctor's exit code, or 1 if the owner said no, and what `--json` prints
 * @throws {UsageError}, {SetupFault}, {EnvironmentFileError}, {ServiceError}, {StoppedError}
 */
export async function setup(order: SetupOrder): Promise<Result> {
  const { folder, out, asker } = order
  const startedAt = performance.now()
  const env = { ...order.env }
  const keeper = createKeeper(folder)
  const world = await gather(env, { ...order, keep: keeper.keep })

  say(out, 'Checking everything ...')
  const steps = await plan(checks, world)
  if (order.isDryRun) return printCalls(steps, world, out)
  if (steps.length > 0) {
    if (!(await agree(steps, { ...order, world }))) {
      say(out, 'Nothing was changed.')
      return { code: 1, report: { ...placesOf(world), changes: 0 } }
    }
  }
  if (await mayWriteFile(order, env, steps)) await keeper.openFile()
  // The owner may have taken their time.
  if (asker !== null) world.project?.forget()
  const made = await untilStopped(
    async (signal) => {
      // All checks, not only the planned ones: what one keeps, such as a new secret, others need.
      const count = await apply(checks, { world, perform: createPerform(world.env), out, signal })
      await fillTable(world, { out, signal })
      return count
      // A secret that is shown once must be kept, so a change is never cut in two.
    },
    () => say(out, 'Stopping after this step.'),
  )
  say(out, made === 0 ? 'Nothing needed changing.' : `Changes made: ${made}.`)
  say(out)
  const { code, report } = await doctor({ world, isStrict: false, out })
  if (world.page !== null) printClosingWords(world.page, world.livemode === true, out)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  const questions = asker === null ? '' : `Questions: ${asker.asked}. `
  say(out)
  say(out, `${questions}Changes: ${made}. Seconds: ${seconds}.`)
  return { code, report: { changes: made, ...report } }
}

function printCalls(steps: readonly Step[], world: World, out: Output): Result {
  const calls = steps.flatMap(({ changes }) => changes)
  for (const { says, call } of calls)
    out.write(
      `\n# ${says}\n${call === null ? '# no call: it is written to a file here' : printCall(world.env, call)}\n`,
    )
  say(out)
  say(out, 'Values that earlier steps bring (keys, ids) are not printed yet.')
  say(out, `\nChanges that would be made: ${calls.length}. Nothing was changed.`)
  return { code: 0, report: { isDryRun: true, ...placesOf(world), changes: calls.length } }
}

async function agree(
  steps: readonly Step[],
  { asker, out, world }: SetupOrder & { world: World },
): Promise<boolean> {
  await printPlaces(world, out)
  printPlan(steps, out)
  say(out)
  return asker === null || asker.confirm('Make these changes?', { isSafe: true })
}

/** `.env` is written if something new would be in it, after a yes. */
async function mayWriteFile(
  { asker, env: before }: SetupOrder,
  env: Environment,
  steps: readonly Step[],
): Promise<boolean> {
  const learns = ['STRIPE_API_KEY', 'NETLIFY_SITE_ID', 'FRONTEND_URL'].some(
    (name) => env[name] !== before[name],
  )
  if (!learns && steps.length === 0) return false
  return (
    asker === null ||
    asker.confirm(
      "Store the site's keys in .env, readable only by you? (If not, each run makes a new webhook endpoint.)",
      { isSafe: true },
    )
  )
}
