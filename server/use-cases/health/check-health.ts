import type { HealthResponse } from '../../contract/health.ts'
import { GatewayError } from '../../errors.ts'

/** How to ask each service the smallest question that only a working one answers; rejects if it does not. */
export type HealthWorld = {
  ask: Record<keyof HealthResponse, () => Promise<unknown>>
  /** Aborts after so many milliseconds. */
  deadline: (milliseconds: number) => AbortSignal
}

export type HealthReport = {
  health: HealthResponse
  /** For the owner's log: what is wrong with each service that does not work. Empty if all do. */
  reasons: string[]
}

/** A visitor would have left by then. */
const patienceMilliseconds = 3000

/** Asks Stripe, database and Auth side by side. Never rejects, and takes three seconds at most. */
export async function checkHealth(world: HealthWorld): Promise<HealthReport> {
  const deadline = world.deadline(patienceMilliseconds)
  const over = new Promise<string>((resolve) => {
    deadline.addEventListener('abort', () => resolve('no answer in time'), { once: true })
  })
  const troubleOf = async (name: keyof HealthResponse) =>
    Promise.race([world.ask[name]().then(() => null, reasonOf), over])
  const [stripe, database, auth] = await Promise.all([
    troubleOf('stripe'),
    troubleOf('database'),
    troubleOf('auth'),
  ])
  return {
    health: { stripe: stripe === null, database: database === null, auth: auth === null },
    reasons: Object.entries({ stripe, database, auth }).flatMap(([name, trouble]) =>
      trouble === null ? [] : [`${name}: ${trouble}`],
    ),
  }
}

/** Our own message is made for the log; of anything else only the kind. */
function reasonOf(error: unknown): string {
  if (error instanceof GatewayError) return error.message
  return error instanceof Error ? error.name : 'not an error'
}
