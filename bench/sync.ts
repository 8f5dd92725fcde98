import { explain, isFull, report } from './figures/row.ts'
import { startSetting } from './services/setting.ts'
import type { Found } from './services/synchronize.ts'
import { synchronize } from './services/synchronize.ts'

/**
 * The first synchronization of accounts of two sizes, each in a process of its own that may hold 64 MB, under Stripe's
 * limits on a clock that runs faster: what share of the allowed calls is used, what a customer costs, what stays in
 * memory. Beside it: a hundred rows a call against one.
 */
const acceleration = 2
const sizes = [10_000, isFull ? 1_000_000 : 50_000]
const [listsPerSecond, listed] = [25, 100]

explain(
  `On a clock ${acceleration} times as fast, in 64 MB. The limit is what Stripe allows: ${listsPerSecond} lists of a ` +
    'hundred a second. Stretches that are listed side by side each end with a list that is not full. The baseline of the ' +
    'writes is one row a call; of what a customer costs, the smaller account.',
)
const { standIns, env, close } = await startSetting()
let smaller: Found | undefined
for (const customers of sizes) {
  await standIns.crowd(customers)
  await standIns.limitStripe(listsPerSecond * acceleration)
  await standIns.setLatency({ stripe: 120 / acceleration, database: 0 })
  await standIns.takeCalls()
  const found = await synchronize(env, 22 * acceleration)
  if (!found.isComplete || found.passed !== customers)
    throw new Error(`${found.passed} of ${customers} customers were listed`)
  const calls = (await standIns.takeCalls()).filter(({ service }) => service === 'stripe').length
  reportFound(found, smaller, calls)
  smaller ??= found
}
const rows = 3000
await standIns.timeRows({ rows, perCall: 100 })
const [bulk, single] = [
  await standIns.timeRows({ rows, perCall: 100 }),
  await standIns.timeRows({ rows, perCall: 1 }),
]
const what = 'a row written, a hundred a call'
report({ what, unit: 'µs', ours: bulk * 1000, baseline: single * 1000 })
close()

/** @param smaller the smaller account; undefined while this is it, whose pace is bound by how little there is to divide */
function reportFound(found: Found, smaller: Found | undefined, calls: number): void {
  const name = `${found.passed.toLocaleString('en')} customers`
  const seconds = (found.milliseconds * acceleration) / 1000
  const pace = calls / seconds
  const share = [{ of: 'ours / limit', value: pace / listsPerSecond, atLeast: 0.8 }]
  report({
    what: `${name}: calls a second at Stripe`,
    unit: 'calls',
    ours: pace,
    limit: listsPerSecond,
    bounds: smaller ? share : [],
  })
  if (smaller === undefined) return
  report({
    what: `${name}: customers a second`,
    unit: 'customers',
    ours: found.passed / seconds,
    limit: listsPerSecond * listed,
  })
  const compare = (thing: string, unit: string, of: (found: Found) => number) => {
    const [ours, baseline] = [of(found), of(smaller)]
    const bounds = [{ of: 'ours / baseline', value: ours / baseline, atMost: 1.2 }]
    report({ what: `${name}: ${thing}`, unit, ours, baseline, bounds })
  }
  compare('processor time a customer', 'µs', (one) => (one.cpuMilliseconds * 1000) / one.passed)
  compare('live heap at the end', 'kB', (one) => one.heapBytes / 1000)
}
