import type { Config } from '@netlify/functions'
import { door, json } from '#server/http.ts'

export default door(
  'sync-customers',
  async ({ syncCustomers }, _request, note) => {
    const report = await syncCustomers({ budgetSeconds: 10 })
    note(report)
    return json(report)
  },
  'clock',
)

export const config: Config = { schedule: '*/10 * * * *' }
