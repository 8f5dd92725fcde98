import { AsyncLocalStorage } from 'node:async_hooks'

const underWay = new Set<Promise<unknown>>()
/** Which world a piece of work began in, however long it goes on. */
const beganIn = new AsyncLocalStorage<number>()
let present = 0

/** Counts a piece of work until it has ended, well or not. */
export function watch<T>(work: Promise<T>): Promise<T> {
  const end = () => void underWay.delete(work)
  underWay.add(work)
  work.then(end, end)
  return work
}

/** Counts what a door does to answer, and binds whatever it still does afterwards to the present world. */
export function watchDoor<T>(answer: () => Promise<T>): Promise<T> {
  return watch(beganIn.run(present, answer))
}

/**
 * From now on every call of this process is watched: a door may answer before its last call has. What a door of an
 * earlier world does reaches nobody.
 */
export function watchCalls(): void {
  const { fetch } = globalThis
  globalThis.fetch = (...request) =>
    (beganIn.getStore() ?? present) === present
      ? watch(fetch(...request))
      : Promise.reject(new TypeError('fetch failed: that world has ended'))
}

/** The present world ends: whatever is left of it has until its next call. */
export function endWorld(): void {
  present += 1
}

/** Waits until nothing that is watched is under way, and nothing that followed from it, either. */
export async function allEnded(): Promise<void> {
  for (let restful = 0; restful < 3; restful += 1) {
    await new Promise((resolve) => void setImmediate(resolve))
    if (underWay.size > 0) restful = -1
    await Promise.allSettled(underWay)
  }
}
