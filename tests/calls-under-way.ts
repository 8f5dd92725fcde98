const underWay = new Set<Promise<unknown>>()

/** Counts a piece of work until it has ended, well or not. */
export function watch<T>(work: Promise<T>): Promise<T> {
  const end = () => void underWay.delete(work)
  underWay.add(work)
  work.then(end, end)
  return work
}

/** From now on every call of this process is watched: a door may answer before its last call has. */
export function watchCalls(): void {
  const { fetch } = globalThis
  globalThis.fetch = (...request) => watch(fetch(...request))
}

/** Waits until nothing that is watched is under way, and nothing that followed from it, either. */
export async function allEnded(): Promise<void> {
  for (let restful = 0; restful < 3; restful += 1) {
    await new Promise((resolve) => void setImmediate(resolve))
    if (underWay.size > 0) restful = -1
    await Promise.allSettled(underWay)
  }
}
