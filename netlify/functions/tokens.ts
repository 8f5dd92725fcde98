import type { Config } from '@netlify/functions'
import { json, readText } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'tokens', cors: 'own origins' },
  async ({ listTokens, makeToken, endToken }, request) => {
    const authorization = request.headers.get('authorization')
    switch (request.method) {
      case 'POST':
        return json(await makeToken({ authorization, body: await readText(request, 4096) }), 201)
      case 'DELETE':
        await endToken({ authorization, body: await readText(request, 4096) })
        return new Response(null, { status: 204 })
      default:
        return json(await listTokens({ authorization }))
    }
  },
)

export const config: Config = { path: '/api/tokens' }
