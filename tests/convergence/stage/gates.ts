/** One who calls others: a webhook's handler, a synchronisation, a sign-in. */
export type Actor = {
  name: string
  state: 'running' | 'done' | 'failed' | 'crashed'
  /** Why it failed. */
  error: unknown
}

/** A call that waits: to be sent, or, answered, to be told of it. */
type Parked = { actor: Actor; what: string; isSent: boolean; goOn: () => Promise<void> }

export type Gates = ReturnType<typeof createGates>

/**
 * Lets one call move at a time. Whatever an actor calls through {@link Gates.through} stops before it is sent and again
 * before its answer is told. The holder of the gates decides who continues next, or that an actor never does.
 */
export function createGates() {
  const parked: Parked[] = []
  const actors: Actor[] = []

  function pass(actor: Actor, what: string, call: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const send = async () => {
        const answered = await call().then(
          (answer) => () => resolve(answer),
          (error: unknown) => () => reject(error as Error),
        )
        if (actor.state !== 'running') return
        const goOn = async () => {
          answered()
          await quiet()
        }
        parked.push({ actor, what, isSent: true, goOn })
      }
      parked.push({ actor, what, isSent: false, goOn: send })
    })
  }

  return {
    quiet,
    actors: actors as readonly Actor[],
    /** What may happen next. */
    parked: parked as readonly { actor: Actor; what: string; isSent: boolean }[],

    /** The same functions, each call of which waits twice. */
    through<T extends object>(actor: Actor, gateway: T): T {
      type Call = (...args: unknown[]) => Promise<unknown>
      const entries = Object.entries(gateway as Record<string, Call>).map(([name, call]) => [
        name,
        (...args: unknown[]) => pass(actor, name, () => call(...args)),
      ])
      return Object.fromEntries(entries) as T
    },

    async start(name: string, run: (actor: Actor) => Promise<void>): Promise<Actor> {
      const actor: Actor = { name, state: 'running', error: null }
      actors.push(actor)
      run(actor).then(
        () => {
          if (actor.state === 'running') actor.state = 'done'
        },
        (error: unknown) => {
          if (actor.state === 'running') Object.assign(actor, { state: 'failed', error })
        },
      )
      await quiet()
      return actor
    },

    async release(at: number): Promise<void> {
      const [step] = parked.splice(at, 1)
      await step?.goOn()
    },

    /** It never continues. What it has not sent yet is lost, or, if `isLate`, still lands some day. */
    crash(actor: Actor, isLate: boolean): void {
      actor.state = 'crashed'
      for (let at = parked.length - 1; at >= 0; at -= 1) {
        const step = parked[at]
        if (step?.actor === actor && (step.isSent || !isLate)) parked.splice(at, 1)
      }
    },
  }
}

/** Between two calls the use-cases wait for nothing but promises: one turn of the loop, and all of them rest. */
function quiet(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}
