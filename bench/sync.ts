import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SyncReport } from '#server/use-cases/sync/sync-run.ts'
import { startNeighbours } from './services/neighbours.ts'
import { exactly, explain, isFull, report } from './figures/row.ts'

/**
 * The first synchronisation of accounts of two sizes, each in a process of its own that may hold 64 MB, under Stripe's
 * limits on a clock that runs faster: what share of the allowed calls is used, what a customer costs, what stays in
 * memory. Beside it: a hundred rows a call against one.
 */
type Found = SyncReport & { milliseconds: number; cpuMilliseconds: number; heapBytes: number }

const acceleration = 2
const allowedPerSecond = 25 * acceleration
const sizes = [10_000, isFull ? 1_000_000 : 50_000]

explain(
  'sync',
  `On a clock ${acceleration} times as fast, in 64 MB. The limit is what Stripe allows: 25 lists of a hundred a second. ` +
    'Stretches that are listed side by side each end with a list that is not full. The baseline of the writes is one row a call; of the costs of a customer, the smaller account.',
)
const neighbours = await startNeighbours('http://127.0.0.1:8888/')
let smaller: Found | undefined
for (const customers of sizes) {
  await neighbours.crowd(customers, allowedPerSecond)
  await neighbours.setLatency({ stripe: 120 / acceleration, database: 0 })
  await neighbours.takeCalls()
  const found = await synchronise()
  if (!found.isComplete || found.passed !== customers)
    throw new Error(`${found.passed} of ${customers} customers were listed`)
  smaller ??= found
  reportFound(found, smaller, (await neighbours.takeCalls()).stripe.length)
}
const { bulk, single } = await neighbours.timeRows(3000)
report({
  part: 'sync',
  what: 'a row written, a hundred a call',
  unit: 'µs',
  ours: exactly(bulk * 1000),
  baseline: exactly(single * 1000),
})
neighbours.close()

function reportFound(found: Found, first: Found, calls: number): void {
  const name = `${found.passed.toLocaleString('en')} customers`
  const seconds = (found.milliseconds * acceleration) / 1000
  const share = calls / seconds / 25
  const cost = ({ cpuMilliseconds, passed }: Found) => (cpuMilliseconds * 1000) / passed
  // Nobody knows how to divide the work before the first page is there: the larger account shows the pace.
  const isLarger = found !== first
  report({
    part: 'sync',
    what: `${name}: calls a second at Stripe`,
    unit: 'calls',
    ours: exactly(calls / seconds),
    limit: exactly(25),
    ...(isLarger ? { bounds: [{ of: 'ours / limit', value: share, atLeast: 0.8 }] } : {}),
  })
  if (!isLarger) return
  report({
    part: 'sync',
    what: `${name}: customers a second`,
    unit: 'customers',
    ours: exactly(found.passed / seconds),
    limit: exactly(2500),
  })
  report({
    part: 'sync',
    what: `${name}: processor time a customer`,
    unit: 'µs',
    ours: exactly(cost(found)),
    baseline: exactly(cost(first)),
    bounds: [{ of: 'ours / baseline', value: cost(found) / cost(first), atMost: 1.2 }],
  })
  report({
    part: 'sync',
    what: `${name}: live heap at the end`,
    unit: 'kB',
    ours: exactly(found.heapBytes / 1000),
    baseline: exactly(first.heapBytes / 1000),
    bounds: [{ of: 'ours / baseline', value: found.heapBytes / first.heapBytes, atMost: 1.2 }],
  })
}

async function synchronise(): Promise<Found> {
  const child = fork(new URL('sync-process.ts', import.meta.url), [String(acceleration)], {
    env: { ...process.env, ...neighbours.env },
    // V8 lets the young generation grow to 64 MB by itself, and then collects without end to stay under the limit.
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=4', '--expose-gc'],
  })
  const [found] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [
    Found | number,
  ]
  if (typeof found !== 'object') throw new Error('the synchronisation failed')
  await once(child, 'exit')
  return found
}
