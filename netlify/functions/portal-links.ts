import type { Config } from '@netlify/functions'
import { door, json, readText } from '#server/http/door.ts'

export default door(
  'portal-links',
  async ({ issuePortalLinks }, request, note) => {
    const answer = await issuePortalLinks({
      authorization: request.headers.get('authorization'),
      body: await readText(request, 64 * 1024),
    })
    note({ links: answer.links.length })
    return json(answer)
  },
  'page',
)

export const config: Config = {
  path: '/api/portal-links',
  rateLimit: { windowSize: 60, windowLimit: 60, aggregateBy: ['ip', 'domain'] },
}
