import { resumes, StoppedError } from '../terminal/stopping.ts'
import type { Call } from '../services/call.ts'
import type { Change } from '../services/change.ts'
import type { Check } from '../checks/check.ts'
import { ServiceError } from '../services/service-error.ts'
import { permissionsOfSetupKey } from '../services/setup-key.ts'
import { permissionsOfToken } from '../services/token-permissions.ts'
import type { Steps } from '../terminal/steps.ts'
import type { World } from '../world.ts'
import { findChanges } from './plan.ts'
import { SetupFault } from '../terminal/setup-fault.ts'

type Order = {
  world: World
  perform: (call: Call) => Promise<unknown>
  steps: Steps
  signal: AbortSignal
}

/**
 * Fixes these checks in order. Each is looked at again first: it may need what an earlier one brought, and an
 * interrupted run may have fixed it already.
 * @returns how many changes were made
 * @throws {SetupFault} if a service refuses; what is done stays done, and the next run resumes there
 * @throws {StoppedError} between two changes, if the owner stops it
 */
export async function apply(checks: readonly Check[], order: Order): Promise<number> {
  let made = 0
  for (const check of checks)
    for (const change of await findChanges(check, order.world)) {
      if (order.signal.aborted) throw new StoppedError(resumes)
      if (await make(change, order)) made += 1
    }
  return made
}

/** Makes one change, unless it has to wait or may be refused. @returns whether it was made */
async function make(change: Change, { world, perform, steps }: Order): Promise<boolean> {
  const { says, call, keep, holds, ifRefused } = change
  const reason = await holds?.()
  if (reason !== undefined) {
    steps.say(`  ${says}`, '    ')
    steps.say(`    Not done: ${reason}`, '    ')
    return false
  }
  try {
    await steps.step(says, async () => {
      const answer = call === null ? null : await perform(call)
      if (call?.service === 'supabase') world.project?.forget(call.path)
      await keep?.(answer, (line) => steps.say(line))
    })
    return true
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (ifRefused === undefined) throw toFault(error)
    steps.say(`    Not done: ${error.message}. ${ifRefused}`, '    ')
    return false
  }
}

function toFault({ message, service, status }: ServiceError): SetupFault {
  const needs = {
    supabase: ` The access token needs ${permissionsOfToken}.`,
    stripe: ` The setup key needs ${permissionsOfSetupKey}.`,
    netlify: '',
    page: '',
  }
  return new SetupFault(
    `${message}.${status === 403 ? needs[service] : ''} Everything done so far is kept; run it again to continue.`,
  )
}
