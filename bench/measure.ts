/** What one part of the benchmark found; times in milliseconds. */
export type Result = { what: string; ours: Spread; baseline: Spread; limit: Spread }
export type Spread = { median: number; least: number; most: number }

/**
 * Runs the contestants in turn (ours, baseline, limit, ours, ...), so that a noisy machine hits all alike.
 * @param rounds counted ones; two more warm up
 */
export async function inTurn<Name extends string>(
  rounds: number,
  contestants: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, Spread>> {
  const names = Object.keys(contestants) as Name[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >
  for (let round = -2; round < rounds; round += 1)
    for (const name of names) {
      const startedAt = performance.now()
      await contestants[name]()
      if (round >= 0) times[name].push(performance.now() - startedAt)
    }
  return Object.fromEntries(names.map((name) => [name, spreadOf(times[name])])) as Record<
    Name,
    Spread
  >
}

function spreadOf(times: number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return { median: at(0.5), least: at(0), most: at(1) }
}

/** `1.07`: how many times one median is the other. */
export function ratio(a: Spread, b: Spread): string {
  return (a.median / b.median).toFixed(2)
}
