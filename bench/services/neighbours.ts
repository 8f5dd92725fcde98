import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Order, Reply } from './neighbours-process.ts'
import type { TimedCall } from '../figures/timed-calls.ts'

/** Both stand-ins in a process of their own, so that their work is not counted as ours. */
export type Neighbours = {
  env: Record<string, string>
  /** Puts so many customers under one fresh address, known to the table; a token that proves the address. */
  settle(customers: number): Promise<{ token: string; address: string; ids: string[] }>
  /** Milliseconds per answer. */
  setLatency(latency: { stripe: number; database: number }): Promise<void>
  /** Calls seen since the last time it was asked. */
  takeCalls(): Promise<{ stripe: string[]; supabase: string[] }>
  /** The same, with their times, as far as they were answered. */
  takeTimedCalls(): Promise<TimedCall[]>
  /** The hash in the newest mail to an address. */
  newestMail(address: string): Promise<string>
  /** How many calls a second Stripe answers at each endpoint; `null`: any number. */
  limitStripe(perSecond: number | null): Promise<void>
  /** Fills Stripe with customers, empties the table, and lets Stripe answer so many calls a second per endpoint. */
  crowd(customers: number, perSecond: number): Promise<void>
  /** Milliseconds a row, written a hundred and one at a time. */
  timeRows(rows: number): Promise<{ bulk: number; single: number }>
  close(): void
}

export async function startNeighbours(frontendUrl: string): Promise<Neighbours> {
  const child = fork(new URL('neighbours-process.ts', import.meta.url), [frontendUrl])
  const [{ env }] = (await once(child, 'message')) as [{ env: Record<string, string> }]

  async function ask<R extends Reply>(order: Order): Promise<R> {
    child.send(order)
    const [reply] = (await once(child, 'message')) as [R]
    return reply
  }
  return {
    env,
    settle: (customers) => ask({ kind: 'settle', customers }),
    setLatency: async (latency) => void (await ask({ kind: 'latency', ...latency })),
    takeCalls: () => ask({ kind: 'calls' }),
    takeTimedCalls: async () => (await ask<{ calls: TimedCall[] }>({ kind: 'timed calls' })).calls,
    newestMail: async (address) =>
      (await ask<{ tokenHash: string }>({ kind: 'newest mail', address })).tokenHash,
    limitStripe: async (perSecond) => void (await ask({ kind: 'limit Stripe', perSecond })),
    crowd: async (customers, perSecond) =>
      void (await ask({ kind: 'crowd', customers, perSecond })),
    timeRows: (rows) => ask({ kind: 'time rows', rows }),
    close: () => void child.kill(),
  }
}
