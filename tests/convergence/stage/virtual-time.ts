type Timer = { at: number; wake: () => void }

export type VirtualTime = ReturnType<typeof createVirtualTime>

/** A clock that stops while anybody is at work, and jumps to the next alarm when everybody sleeps. */
export function createVirtualTime() {
  const timers: Timer[] = []
  let now = 1_800_000_000_000
  let busy = 0

  return {
    now: () => now,
    sleep: (milliseconds: number): Promise<void> =>
      new Promise((wake) => void timers.push({ at: now + milliseconds, wake })),

    /** Work that takes real time, and none of the virtual. */
    async atOnce<T>(work: () => Promise<T>): Promise<T> {
      busy += 1
      try {
        return await work()
      } finally {
        busy -= 1
      }
    },

    /** Lets time go on until this is settled. */
    async runUntil<T>(promise: Promise<T>): Promise<T> {
      let isOver = false
      const over = () => void (isOver = true)
      promise.then(over, over)
      while (!isOver) {
        await new Promise((resolve) => void setImmediate(resolve))
        if (busy > 0 || isOver) continue
        const at = Math.min(...timers.map((timer) => timer.at))
        const place = timers.findIndex((timer) => timer.at === at)
        const [next] = place === -1 ? [] : timers.splice(place, 1)
        if (next === undefined) continue
        now = next.at
        next.wake()
      }
      return promise
    },
  }
}
