import { readConfig } from '#server/config.ts'
import { wire } from '#server/wiring.ts'

/** One whole synchronisation, as `npm run sync` does it, by so many calls of Stripe a second. */
const perSecond = Number(process.argv[2])
const gateway = wire(readConfig())
// The start of the process and of the connections is not what a customer costs.
await gateway.countCustomers()
await import('stripe')
const startedAt = performance.now()
const cpuBefore = process.cpuUsage()
const report = await gateway.syncCustomers({
  budgetSeconds: null,
  isFull: false,
  perSecond: { backfill: perSecond, upkeep: perSecond },
})
const milliseconds = performance.now() - startedAt
const cpu = process.cpuUsage(cpuBefore)
globalThis.gc?.()
process.send?.({
  ...report,
  milliseconds,
  cpuMilliseconds: (cpu.user + cpu.system) / 1000,
  heapBytes: process.memoryUsage().heapUsed,
})
process.disconnect?.()
