import type { Config } from '@netlify/functions'
import { door, json } from '#server/http/door.ts'

export default door(
  'health',
  async ({ checkHealth }, _request, note) => {
    const { health, reasons } = await checkHealth()
    if (reasons.length > 0) note({ reason: reasons.join('; ') })
    return json(health, reasons.length === 0 ? 200 : 503)
  },
  'monitor',
)

export const config: Config = {
  path: '/api/health',
  rateLimit: { windowSize: 60, windowLimit: 60, aggregateBy: ['ip', 'domain'] },
}
