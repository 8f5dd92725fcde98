import type { Config } from '@netlify/functions'
import { json } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'sync-customers', cors: 'none' },
  async ({ syncCustomers }, _request, note) => {
    // Netlify ends it after thirty seconds.
    const report = await syncCustomers({
      budgetSeconds: 26,
      isFull: false,
      perSecond: { backfill: 22, upkeep: 5 },
    })
    note({ ...report, off: report.off.join() })
    return json(report)
  },
)

export const config: Config = { schedule: '*/10 * * * *' }
