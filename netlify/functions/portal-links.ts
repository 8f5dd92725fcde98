import type { Config } from '@netlify/functions'
import { json, readText } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'portal-links', cors: 'own origins' },
  async ({ issuePortalLinks }, request, note) => {
    const answer = await issuePortalLinks({
      authorization: request.headers.get('authorization'),
      body: await readText(request, 64 * 1024),
    })
    note({ links: answer.links.length })
    return json(answer)
  },
)

export const config: Config = {
  path: '/api/portal-links',
  rateLimit: { windowSize: 60, windowLimit: 60, aggregateBy: ['ip', 'domain'] },
}
