/** What a contestant took: the median, the least and the most. */
export type Spread = { median: number; least: number; most: number }

/** What a contestant returns to sit a round out. */
export const skipped = Symbol('skipped')

/**
 * Runs the contestants in turn (ours, baseline, limit, ours, ...), so that a noisy machine hits all alike.
 * @param rounds the counted ones
 * @param warmUps rounds before, which do not count
 * @returns milliseconds; a contestant may measure them itself and return the number
 */
export async function inTurn<Name extends string>(
  rounds: number,
  contestants: Record<Name, () => Promise<unknown>>,
  warmUps = 2,
): Promise<Record<Name, Spread>> {
  const names = Object.keys(contestants) as Name[]
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >
  for (let round = -warmUps; round < rounds; round += 1)
    for (const name of names) {
      const startedAt = performance.now()
      const outcome = await contestants[name]()
      const took = performance.now() - startedAt
      if (round >= 0 && outcome !== skipped)
        times[name].push(typeof outcome === 'number' ? outcome : took)
    }
  return Object.fromEntries(names.map((name) => [name, spreadOf(times[name])])) as Record<
    Name,
    Spread
  >
}

/** @returns `NaN` of no values: a bound on it is not kept */
export function spreadOf(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return { median: at(0.5), least: at(0), most: at(1) }
}

/** One median as a multiple of the other. */
export function ratio(a: Spread, b: Spread): number {
  return a.median / b.median
}
