import { StoppedError } from '../terminal/stopping.ts'
import type { Call } from '../services/call.ts'
import type { Check } from '../checks/check.ts'
import { ServiceError } from '../services/service-error.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { World } from '../world.ts'
import { findChanges } from './plan.ts'
import { SetupFault } from './setup-fault.ts'

/**
 * Mends these checks in order. Each is looked at afresh first, because what an earlier one brought may be what it needs,
 * and because an interrupted run may have done it already.
 * @returns how many changes were made
 * @throws {SetupFault} where a service refuses; what was made stays made, and the next run goes on there
 * @throws {StoppedError} between two changes, where the owner stops it
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
    for (const { says, call, keep, ifRefused } of await findChanges(check, world)) {
      if (signal.aborted) throw new StoppedError()
      say(out, `  ${says}`, '    ')
      try {
        const answer = call === null ? null : await perform(call)
        await keep?.(answer)
        made += 1
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        if (ifRefused === undefined)
          throw new SetupFault(
            `${error.message}. Nothing of what was made is lost: run it again, and it goes on here.`,
          )
        say(out, `    not made: ${error.message}. ${ifRefused}`, '    ')
      }
    }
  }
  return made
}
