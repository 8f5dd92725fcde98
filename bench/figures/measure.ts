/** What a contestant took in the middle, at best and at worst. */
export type Spread = { median: number; least: number; most: number }

/** What a contestant returns that sits a round out. */
export const skipped = Symbol('skipped')

/**
 * Runs the contestants in turn (ours, baseline, limit, ours, ...), so that a noisy machine hits all alike.
 * @param rounds counted ones
 * @param warmUps rounds before, which do not count
 * @returns milliseconds
 */
export async function inTurn<Name extends string>(
  rounds: number,
  contestants: Record<Name, () => Promise<unknown>>,
  warmUps = 2,
): Promise<Record<Name, Spread>> {
  const names = Object.keys(contestants) as Name[]
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = -warmUps; round < rounds; round += 1)
    for (const name of names) {
      const startedAt = performance.now()
      const outcome = await contestants[name]()
      if (round >= 0 && outcome !== skipped) times.get(name)?.push(performance.now() - startedAt)
    }
  return Object.fromEntries(names.map((name) => [name, spreadOf(times.get(name) ?? [])])) as Record<
    Name,
    Spread
  >
}

export function spreadOf(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return { median: at(0.5), least: at(0), most: at(1) }
}

/** How many times one median is the other. */
export function ratio(a: Spread, b: Spread): number {
  return a.median / b.median
}

/** The same spread in another unit. */
export function times(factor: number, spread: Spread): Spread {
  const { median, least, most } = spread
  return { median: median * factor, least: least * factor, most: most * factor }
}
