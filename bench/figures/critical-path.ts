/** One call as the service that was asked saw it; milliseconds since 1970, with fractions. */
export type TimedCall = { service: Service; at: number; endedAt: number }
export type Service = 'database' | 'auth' | 'stripe'

/**
 * The longest chain of calls of which each began when the one before had ended: what can't be waited less for without
 * asking differently. Of chains of one length, the one that waited longest.
 */
export function criticalPath<Call extends TimedCall>(calls: readonly Call[]): Call[] {
  const paths: Call[][] = []
  for (const call of calls.toSorted((a, b) => a.at - b.at)) {
    const before = paths.filter((path) => (path.at(-1)?.endedAt ?? Infinity) <= call.at)
    paths.push([...longest(before), call])
  }
  return longest(paths)
}

function longest<Call extends TimedCall>(paths: Call[][]): Call[] {
  const waited = (path: Call[]) => path.reduce((sum, { at, endedAt }) => sum + endedAt - at, 0)
  return paths.reduce<Call[]>(
    (best, path) =>
      path.length > best.length || (path.length === best.length && waited(path) > waited(best))
        ? path
        : best,
    [],
  )
}
