import type { Config } from '@netlify/functions'
import type { HealthResponse } from '#server/contract/health.ts'
import { json } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

const unconfigured: HealthResponse = { stripe: false, database: false, auth: false }

export default door(
  { name: 'health', cors: 'none', whenUnconfigured: () => json(unconfigured, 503) },
  async ({ checkHealth }, _request, note) => {
    const { health, reasons } = await checkHealth()
    if (reasons.length > 0) note({ reason: reasons.join('; ') })
    return json(health, reasons.length === 0 ? 200 : 503)
  },
)

export const config: Config = { path: '/api/health' }
