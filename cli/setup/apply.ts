import { resumes, StoppedError } from '../terminal/stopping.ts'
import type { Call } from '../services/call.ts'
import type { Check } from '../checks/check.ts'
import { ServiceError } from '../services/service-error.ts'
import { permissionsOfToken } from '../services/token-permissions.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { World } from '../world.ts'
import { findChanges } from './plan.ts'
import { SetupFault } from '../terminal/setup-fault.ts'

/**
 * Fixes these checks in order. Each is looked at again first: it may need what an earlier one brought, and an
 * interrupted run may have fixed it already.
 * @returns how many changes were made
 * @throws {SetupFault} if a service refuses; what is done stays done, and the next run resumes there
 * @throws {StoppedError} between two changes, if the owner stops it
 */
export async function apply(
  checks: readonly Check[],
  {
    world,
    perform,
    out,
    signal,
  }: {
    world: World
    perform: (call: Call) => Promise<unknown>
    out: Output
    signal: AbortSignal
  },
): Promise<number> {
  let made = 0
  for (const check of checks) {
    for (const { says, call, keep, holds, ifRefused } of await findChanges(check, world)) {
      if (signal.aborted) throw new StoppedError(resumes)
      say(out, `  ${says}`, '    ')
      const reason = await holds?.()
      if (reason !== undefined) {
        say(out, `    Not done: ${reason}`, '    ')
        continue
      }
      try {
        const answer = call === null ? null : await perform(call)
        if (call?.service === 'supabase') world.project?.forget(call.path)
        await keep?.(answer)
        made += 1
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        const { message, service, status } = error
        const needs =
          service === 'supabase' && status === 403
            ? ` The access token needs ${permissionsOfToken}.`
            : ''
        if (ifRefused === undefined)
          throw new SetupFault(
            `${message}.${needs} Everything done so far is kept; run it again to continue.`,
          )
        say(out, `    Not done: ${error.message}. ${ifRefused}`, '    ')
      }
    }
  }
  return made
}
