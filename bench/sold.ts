import { explain, isFull, report } from './figures/row.ts'
import { startSetting } from './services/setting.ts'
import type { Found } from './services/synchronize.ts'
import { synchronize } from './services/synchronize.ts'

/** The daily pass over what was sold, of accounts of two sizes, at the clock's own speed. */
const allowed = 5
const sizes = [1_000, isFull ? 50_000 : 10_000]

explain(
  `What was sold is listed, a hundred a call, and twenty-five sales are written by one; 120 ms per answer of Stripe. The ` +
    `limit is what the clock allows itself: ${allowed} calls a second. Here the stand-in's database decides: it has one ` +
    'connection, and shares the processor.',
)
const { standIns, env, close } = await startSetting()
let smaller: Found | undefined
for (const sales of sizes) {
  await standIns.sellMuch(sales)
  await standIns.setLatency({ stripe: 120, database: 0 })
  await standIns.takeCalls()
  const found = await synchronize(env, allowed)
  if (!found.isComplete || found.sold < sales) throw new Error(`${found.sold} of ${sales} listed`)
  const calls = (await standIns.takeCalls()).filter(({ service }) => service === 'stripe').length
  const name = `${sales.toLocaleString('en')} sales`
  const pace = calls / (found.milliseconds / 1000)
  const ours = { unit: 'calls', ours: pace, limit: allowed }
  report({ what: `${name}: calls a second at Stripe`, ...ours })
  report({ what: `${name}: calls of Stripe`, unit: 'calls', ours: calls, limit: sales / 100 })
  if (smaller !== undefined) {
    const [heap, baseline] = [found.heapBytes / 1000, smaller.heapBytes / 1000]
    const bounds = [{ of: 'ours / baseline', value: heap / baseline, atMost: 1.2 }]
    report({ what: `${name}: live heap at the end`, unit: 'kB', ours: heap, baseline, bounds })
  }
  smaller ??= found
}
close()
