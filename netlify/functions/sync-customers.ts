import type { Config } from '@netlify/functions'
import { door, json } from '#server/http/door.ts'

export default door(
  'sync-customers',
  async ({ syncCustomers }, _request, note) => {
    // Netlify ends it after thirty seconds.
    const report = await syncCustomers({
      budgetSeconds: 26,
      isFull: false,
      perSecond: { backfill: 22, upkeep: 5 },
    })
    note({ ...report })
    return json(report)
  },
  'clock',
)

export const config: Config = { schedule: '*/10 * * * *' }
