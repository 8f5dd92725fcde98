import { explain, isFull, report } from './figures/row.ts'
import { startEndlessSales } from './services/endless-sales.ts'
import type { Found } from './services/synchronize.ts'
import { synchronize } from './services/synchronize.ts'

/** The pass over what was sold, of accounts of two sizes, each in a process of its own that may hold 64 MB. */
const allowed = 5
const latency = { stripe: 120, database: 10 }
const sizes = [1_000, isFull ? 100_000 : 10_000]

explain(
  `What was sold is listed, a hundred a call, and written, twenty-five a call; ${latency.stripe} ms per answer of Stripe, ` +
    `${latency.database} ms of the database. Limit of the pace: what the clock allows itself. Limit of the calls: full lists.`,
)
let smaller: Found | undefined
for (const sales of sizes) {
  const services = await startEndlessSales(sales, latency)
  const found = await synchronize(services.env, allowed)
  services.close()
  if (!found.isComplete || found.sold !== sales) throw new Error(`${found.sold} of ${sales} listed`)
  reportFound(found, services.calls(), smaller)
  smaller ??= found
}

/** @param smaller the smaller account; undefined while this is it */
function reportFound(found: Found, calls: number, smaller: Found | undefined): void {
  const name = `${found.sold.toLocaleString('en')} sales`
  report({ what: `${name}: calls of Stripe`, unit: 'calls', ours: calls, limit: found.sold / 100 })
  if (smaller === undefined) return
  const pace = calls / (found.milliseconds / 1000)
  const share = [{ of: 'ours / limit', value: pace / allowed, atLeast: 0.8 }]
  const what = `${name}: calls a second at Stripe`
  report({ what, unit: 'calls', ours: pace, limit: allowed, bounds: share })
  const [ours, baseline] = [found.heapBytes / 1000, smaller.heapBytes / 1000]
  const bounds = [{ of: 'ours / baseline', value: ours / baseline, atMost: 1.2 }]
  report({ what: `${name}: live heap at the end`, unit: 'kB', ours, baseline, bounds })
}
