import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SyncReport } from '../server/use-cases/sync-customers.ts'
import { startNeighbours } from './neighbours.ts'

/**
 * The first synchronisation of accounts of two sizes, each in a process of its own that may hold 64 MB, under Stripe's
 * limits on a clock that runs faster: what share of the allowed calls is used, what a customer costs, what stays in
 * memory. Beside it: a hundred rows a call against one.
 */
type Found = SyncReport & { milliseconds: number; cpuMilliseconds: number; heapBytes: number }

const sizes = process.argv.slice(2).map(Number)
const acceleration = 2
const allowedPerSecond = 25 * acceleration

const neighbours = await startNeighbours('http://127.0.0.1:8888/')
const rows: Record<string, string | number>[] = []
let first: Found | undefined
for (const customers of sizes.length > 0 ? sizes : [10_000, 1_000_000]) {
  await neighbours.crowd(customers, allowedPerSecond)
  await neighbours.setLatency({ stripe: 120 / acceleration, database: 0 })
  await neighbours.takeCalls()
  const found = await synchronise()
  const calls = (await neighbours.takeCalls()).stripe.length
  first ??= found
  const cost = ({ cpuMilliseconds, passed }: Found) => (cpuMilliseconds * 1000) / passed
  rows.push({
    customers: found.passed,
    'seconds on the fast clock': (found.milliseconds / 1000).toFixed(1),
    'customers a second at Stripe': Math.round(
      (found.passed * 1000) / (found.milliseconds * acceleration),
    ),
    'of the allowed calls': `${Math.round((100 * calls * 1000) / (found.milliseconds * allowedPerSecond))} %`,
    'CPU (µs a customer)': cost(found).toFixed(1),
    'to the smaller': (cost(found) / cost(first)).toFixed(2),
    'heap (MB)': (found.heapBytes / 1e6).toFixed(1),
    'heap to the smaller': (found.heapBytes / first.heapBytes).toFixed(2),
  })
}
const { bulk, single } = await neighbours.timeRows(3000)
neighbours.close()
process.stdout.write(
  `The first synchronisation, on a clock ${acceleration} times as fast, in 64 MB\n`,
)
console.table(rows)
process.stdout.write(
  `Writes: ${(bulk * 1000).toFixed(0)} µs a row by the hundred, ${(single * 1000).toFixed(0)} µs one by one: ` +
    `${(single / bulk).toFixed(1)} times as much\n`,
)

async function synchronise(): Promise<Found> {
  const child = fork(new URL('sync-process.ts', import.meta.url), [String(acceleration)], {
    env: { ...process.env, ...neighbours.env },
    execArgv: ['--max-old-space-size=64', '--expose-gc'],
  })
  const [found] = (await once(child, 'message')) as [Found]
  await once(child, 'exit')
  return found
}
