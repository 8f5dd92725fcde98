import type { Config } from '@netlify/functions'
import { json } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door({ name: 'me', cors: 'own origins' }, async ({ describeBearer }, request) =>
  json(await describeBearer({ authorization: request.headers.get('authorization') })),
)

export const config: Config = { path: '/api/me' }
