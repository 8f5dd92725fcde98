import type { Config } from '@netlify/functions'
import { json, readText } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'checkout', cors: 'own origins' },
  async ({ openCheckout }, request, note) => {
    const { isProven, ...answer } = await openCheckout({
      authorization: request.headers.get('authorization'),
      body: await readText(request, 16 * 1024),
    })
    note({ isProven })
    return json(answer)
  },
)

export const config: Config = {
  path: '/api/checkout',
  rateLimit: { windowSize: 60, windowLimit: 60, aggregateBy: ['ip', 'domain'] },
}
