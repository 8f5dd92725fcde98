import { expect } from 'vitest'
import type { Log } from '#tests/doors/log-lines.ts'
import { emptyWorld } from '#tests/world.ts'
import type { Call, FaultName } from './faults.ts'
import { calm, strike } from './faults.ts'
import type { Scenario } from './scenarios.ts'
import { expectUnharmed } from './scenarios.ts'

export type Strike = [call: Call, fault: FaultName]

/**
 * Plays a scenario while some of its calls fail: no row is harmed, nothing planted is logged, and in fair weather the
 * next try does the whole job.
 * @returns `done`, or the code of the error
 */
export async function play(scenario: Scenario, strikes: Strike[], log: Log): Promise<string> {
  const world = await emptyWorld()
  const stage = await scenario.prepare(world)
  const before = await world.rows()
  strike(world, strikes)
  const outcome = await stage.act()
  log.takeFaults()
  await expectUnharmed(world, before)
  expect(log.text()).not.toContain('planted')
  calm(world)
  await stage.assertDone()
  return outcome
}

/** Every two different calls of a scenario, each pair with as many pairs of faults as there are faults, in turn. */
export function pairsOf({ calls }: Scenario, faults: readonly FaultName[]): [Strike, Strike][] {
  const pairs = calls.flatMap((one, place) =>
    calls.slice(place + 1).map((other): [Call, Call] => [one, other]),
  )
  const fault = (place: number) => faults[place % faults.length]!
  return pairs.flatMap(([one, other], place) =>
    faults.map((_, turn): [Strike, Strike] => [
      [one, fault(place + turn)],
      [other, fault(2 * place + 3 * turn + 1)],
    ]),
  )
}

const known = new Map<Scenario, Map<string, string>>()

/** What one fault by itself leads to, played once. */
async function playAlone(scenario: Scenario, single: Strike, log: Log): Promise<string> {
  const ofScenario = known.get(scenario) ?? new Map<string, string>()
  const outcome = ofScenario.get(nameOf(single)) ?? (await play(scenario, [single], log))
  known.set(scenario, ofScenario.set(nameOf(single), outcome))
  return outcome
}

/** Two faults at once lead to what one of them leads to by itself, and to nothing else. */
export async function expectOneOfBoth(
  scenario: Scenario,
  [one, other]: [Strike, Strike],
  log: Log,
): Promise<void> {
  const singles = [await playAlone(scenario, one, log), await playAlone(scenario, other, log)]
  const both = await play(scenario, [one, other], log)
  expect(singles).toContain(both)
}

export function nameOf([{ path }, fault]: Strike): string {
  return `${fault} at ${path}`
}
