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

/** Every two different calls of a scenario, each pair with so many pairs of faults, in turn. */
export function pairsOf(
  { calls }: Scenario,
  faults: readonly FaultName[],
  each: number,
): [Strike, Strike][] {
  const pairs = calls.flatMap((one, place) =>
    calls.slice(place + 1).map((other): [Call, Call] => [one, other]),
  )
  const fault = (place: number) => faults[place % faults.length]!
  return pairs.flatMap(([one, other], place) =>
    Array.from({ length: each }, (_, turn): [Strike, Strike] => [
      [one, fault(place + turn)],
      [other, fault(2 * place + 4 * turn + 1)],
    ]),
  )
}

/** What one fault alone leads to, played once. */
export function rememberSingles(scenario: Scenario, log: Log): (strike: Strike) => Promise<string> {
  const known = new Map<string, Promise<string>>()
  return (single) => {
    const key = nameOf(single)
    const outcome = known.get(key) ?? play(scenario, [single], log)
    known.set(key, outcome)
    return outcome
  }
}

/** Two faults at once lead where one of them leads alone, and to no third place. */
export async function expectOneOfBoth(
  scenario: Scenario,
  strikes: [Strike, Strike],
  alone: (strike: Strike) => Promise<string>,
  log: Log,
): Promise<void> {
  const singles = [await alone(strikes[0]), await alone(strikes[1])]
  const both = await play(scenario, strikes, log)
  const what = strikes.map(nameOf).join(', ')
  expect(singles, what).toContain(both)
}

export function nameOf([{ path }, fault]: Strike): string {
  return `${fault} at ${path}`
}
