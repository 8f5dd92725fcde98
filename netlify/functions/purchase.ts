import type { Config } from '@netlify/functions'
import { json, readText } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'purchase', cors: 'own origins' },
  async ({ returnFromCheckout }, request, note, network) => {
    const answer = await returnFromCheckout({
      body: await readText(request, 4 * 1024),
      network,
    })
    note({ order: answer.status })
    return json(answer)
  },
)

export const config: Config = { path: '/api/purchase' }
