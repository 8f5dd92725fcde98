import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SyncReport } from '#server/use-cases/sync/sync-run.ts'

/** What a synchronization did and took. */
export type Found = SyncReport & {
  milliseconds: number
  cpuMilliseconds: number
  heapBytes: number
}

/** A whole synchronization, in a process of its own that may hold 64 MB. @param perSecond calls of Stripe */
export async function synchronize(env: Record<string, string>, perSecond: number): Promise<Found> {
  const child = fork(new URL('sync-process.ts', import.meta.url), [String(perSecond)], {
    env: { ...process.env, ...env },
    // V8 lets the young generation grow to 64 MB by itself, and then collects without end to stay under the limit.
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=4', '--expose-gc'],
  })
  const [found] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [
    Found | number,
  ]
  if (typeof found !== 'object') throw new Error('the synchronization failed')
  await once(child, 'exit')
  return found
}
