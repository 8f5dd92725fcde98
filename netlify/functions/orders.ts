import type { Config } from '@netlify/functions'
import { json, readText } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'orders', cors: 'own origins' },
  async ({ listOrders }, request, note) => {
    const answer = await listOrders({
      authorization: request.headers.get('authorization'),
      body: await readText(request, 4096),
    })
    note({ orders: answer.orders.length })
    return json(answer)
  },
)

export const config: Config = { path: '/api/orders' }
