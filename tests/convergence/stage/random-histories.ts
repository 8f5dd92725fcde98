import fc from 'fast-check'
import { expect } from 'vitest'
import { seed as usualSeed } from '#tests/seed.ts'
import type { History } from './history.ts'
import { histories } from './history.ts'
import type { Written } from './row-log.ts'
import type { Stage } from './stage.ts'
import type { Told } from './tell-history.ts'
import { synchronize, tellHistory } from './tell-history.ts'

/** Plays so many random histories; throws at the first that breaks a promise. Prints the seed. */
export async function playHistories(
  stage: Stage,
  { runs, seed = usualSeed }: { runs: number; seed?: number },
): Promise<void> {
  console.info(`random histories: seed ${seed}, ${runs} runs`)
  const property = fc.asyncProperty(histories, async (history) => {
    const told = await tellHistory(stage, history)
    await assertKept(stage, history, told)
  })
  const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: true })
  if (result.failed)
    throw new Error(`history ${result.numRuns} of seed ${seed}: ${String(result.errorInstance)}`, {
      cause: result.errorInstance,
    })
}

async function assertKept(stage: Stage, history: History, told: Told): Promise<void> {
  const why = `\n${told.story.join('\n')}`
  const atStripe = () =>
    stage.stripe
      .customers()
      .map(({ id, email }) => ({ id, email }))
      .sort((one, other) => (one.id < other.id ? -1 : 1))
  const inTable = async () =>
    (await stage.rows())
      .filter(({ livemode, deleted }) => !livemode && !deleted)
      .map(({ id, email }) => ({ id, email }))

  const cast = stage.cast('own', history)
  expect(await synchronize(cast, stage.clock, { isFull: false })).toMatchObject({
    isComplete: true,
  })
  expect(await inTable(), `after the last replay${why}`).toEqual(atStripe())
  await synchronize(cast, stage.clock, { isFull: true })
  expect(await inTable(), `after the last full pass${why}`).toEqual(atStripe())

  assertNothingCameBack(await stage.log(), told, why)
}

/** Every row went through its customer's life in order, and none was called deleted who lives. */
function assertNothingCameBack(log: Written[], { lives }: Told, why: string): void {
  const places = new Map<string, number>()
  for (const { id, email, deleted, livemode } of log) {
    if (livemode) expect(id, `a row of the other mode${why}`).toBe('cus_live')
    const life = lives.get(id)
    if (livemode || life === undefined) continue
    const place = life.indexOf(deleted ? 'deleted' : email, places.get(id) ?? 0)
    expect(place, `${id} became ${deleted ? 'deleted' : email} again or too early${why}`).not.toBe(
      -1,
    )
    places.set(id, place)
  }
  const strangers = log.filter(({ id }) => id === 'cus_other')
  expect(strangers, `a customer of the other account${why}`).toEqual([])
}
