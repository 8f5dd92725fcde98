import { fileURLToPath } from 'node:url'
import { checks } from '../checks/index.ts'
import type { Result } from '../commands/command.ts'
import { doctor, placesOf } from '../doctor.ts'
import { createPerform } from '../services/perform.ts'
import type { Asker } from '../terminal/ask.ts'
import type { Steps } from '../terminal/steps.ts'
import { createSteps } from '../terminal/steps.ts'
import { StoppedError, untilStopped } from '../terminal/stopping.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { Environment } from '../variables/environment.ts'
import { readVersion } from '../variables/version.ts'
import type { World } from '../world.ts'
import { agree, mayWriteFile } from './agree.ts'
import { apply } from './apply.ts'
import { fillTable } from './fill-table.ts'
import { gather } from './gather.ts'
import type { Keeper } from './keeper.ts'
import { createKeeper } from './keeper.ts'
import type { Step } from './plan.ts'
import { plan } from './plan.ts'
import { sendTestEmail } from './send-test-email.ts'
import { printClosingWords, printSettingsByHand } from './words/closing-words.ts'
import { printOpeningWords } from './words/opening-words.ts'
import { toReport } from './words/print-plan.ts'

export type SetupOrder = {
  /** As `readEnvironment` gives it. */
  given: Environment
  /** The one of `.env`. */
  folder: string
  out: Output
  /** `null`: with `--yes` nobody is asked. */
  asker: Asker | null
  isDryRun: boolean
  isDetailed: boolean
  isBillingAlone: boolean
  project: string | undefined
  site: string | undefined
  page: string | undefined
  /** Where a test email goes; the owner is asked if they enter an email server. */
  testEmail: string | undefined
}

type Run = SetupOrder & { env: Environment; steps: Steps; keeper: Keeper }

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * `npm run setup`: the doctor's checks, with what fixes them. Everything is checked again in each run, so the next run
 * resumes where one was stopped, and running it again changes nothing.
 * @returns the doctor's exit code, or 1 if the owner said no, and what `--json` prints
 * @throws {UsageError}, {SetupFault}, {EnvironmentFileError}, {ServiceError}, {StoppedError}
 */
export async function setup(order: SetupOrder): Promise<Result> {
  const { out, asker, given, folder } = order
  const startedAt = performance.now()
  const run = { ...order, env: { ...given }, steps: createSteps(out), keeper: createKeeper(folder) }
  if (asker !== null) printOpeningWords(await readVersion(repository), out)
  const { world, planned, isAgreed, testAddress } = await untilAgreed(run)
  const report = { ...placesOf(world), planned: toReport(planned) }
  if (!isAgreed) return { code: order.isDryRun ? 0 : 1, report: { ...report, made: 0 } }
  const made = await makeChanges(run, world)
  const email = testAddress === null ? null : await sendTestEmail(world, { ...run, testAddress })
  const { code, report: found } = await doctor({ world, isStrict: false, isBrief: true, out })
  printEnd(world, { faults: found.counts.fault, setupKey: run.env.STRIPE_SETUP_KEY ?? '' }, out)
  const questions = asker?.asked ?? 0
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  const asked = asker === null ? '' : `Questions: ${questions}. `
  say(out, `\n${asked}Changes: ${made}. Seconds: ${seconds}.`)
  const isAllRight = code === 0 && email !== false
  return {
    code: isAllRight ? 0 : 1,
    report: { ...report, made, testEmail: email, questions, seconds, ...found },
  }
}

/** All questions, and the plan; nothing is changed. */
async function untilAgreed(
  run: Run,
): Promise<{ world: World; planned: Step[]; isAgreed: boolean; testAddress: string | null }> {
  const { env, given, steps, keeper, asker } = run
  try {
    const { world, testAddress } = await gather(env, { ...run, keep: keeper.keep })
    const planned = await steps.wait('Checking everything', (now) => plan(checks, world, now))
    const isAgreed = await agree(planned, { ...run, world })
    const isPlanned = planned.length > 0
    if (isAgreed && (await mayWriteFile({ asker, given, env, isPlanned }))) await keeper.openFile()
    // The owner may have taken their time.
    if (asker !== null) world.project?.forget()
    return { world, planned, isAgreed, testAddress: run.testEmail ?? testAddress }
  } catch (error) {
    throw error instanceof StoppedError ? new StoppedError('Stopped. Nothing was changed.') : error
  }
}

async function makeChanges({ out, steps }: Run, world: World): Promise<number> {
  const made = await untilStopped(
    async (signal) => {
      const order = { world, perform: createPerform(world.env), steps, signal }
      // All checks, not only the planned ones: what one keeps, such as a new secret, others need.
      const count = await steps.turn('Looking again', () => apply(checks, order))
      await fillTable(world, { out, signal })
      return count
      // A secret that is shown once must be kept, so a change is never cut in two.
    },
    () => steps.say('Stopping after this step. Ctrl-C again stops at once.'),
  )
  say(out, made === 0 ? 'Nothing needed changing.' : `Changes made: ${made}.`)
  say(out)
  return made
}

function printEnd(
  { page, livemode }: World,
  how: { faults: number; setupKey: string },
  out: Output,
): void {
  const mode = { livemode: livemode === true }
  if (page !== null && how.faults === 0) printSettingsByHand(page, mode.livemode, out)
  printClosingWords({ page, ...mode, ...how }, out)
}
