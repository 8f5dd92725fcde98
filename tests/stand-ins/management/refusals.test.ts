import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bareProject, closeBareProject } from './bare-project.ts'
import { ask } from './client.ts'
import type { NetlifyStandIn } from './netlify/index.ts'
import { startNetlifyStandIn } from './netlify/index.ts'
import type { ManagementStandIn } from './supabase/index.ts'

let netlify: NetlifyStandIn
let management: ManagementStandIn
beforeAll(async () => {
  netlify = await startNetlifyStandIn({ siteUrl: 'http://127.0.0.1:8888/' })
  ;({ management } = await bareProject())
})
afterAll(async () => {
  await netlify.close()
  await closeBareProject()
})

type Service = {
  name: string
  of: () => NetlifyStandIn | ManagementStandIn
  reading: string
  writing: () => string
  stranger: object
}
const services: Service[] = [
  {
    name: "Supabase's Management API",
    of: () => management,
    reading: 'GET /v1/projects',
    writing: () => `PATCH /v1/projects/${management.ref}/config/auth`,
    stranger: { message: 'Unauthorized' },
  },
  {
    name: "Netlify's API",
    of: () => netlify,
    reading: 'GET /api/v1/sites',
    writing: () => `POST /api/v1/sites/${netlify.siteId}/builds`,
    stranger: { code: 401, message: 'Access Denied' },
  },
]

describe.each(services)('$name', ({ of, reading, writing, stranger }) => {
  beforeEach(() => of().resetControl())

  test.each(['', 'sbp_0000000000000000000000000000000000000000'])(
    'opens nothing to the token %j',
    async (token) => {
      const answer = await ask({ url: of().url, token }, reading)
      expect([answer.status, answer.body]).toEqual([401, stranger])
    },
  )

  test.each([401, 403, 404, 429, 500])('fails with %i in its own words', async (status) => {
    of().control({ faults: [{ status, times: 1 }] })
    const answer = await ask(of(), reading)
    expect(answer.status).toBe(status)
    expect(answer.body['message']).not.toContain('fault')
    expect((await ask(of(), reading)).status).toBe(200)
  })

  test('refuses a body that is not JSON', async () => {
    const [method, path] = writing().split(' ') as [string, string]
    const headers = { Authorization: `Bearer ${of().token}` }
    const response = await fetch(of().url + path, { method, headers, body: '{' })
    expect(response.status).toBe(400)
  })

  test.each(['DELETE /v1/projects', 'GET /v1/organizations', 'GET /api/v1/user', 'GET /'])(
    'answers %s with a 501 that names it',
    async (unknown) => {
      const answer = await ask(of(), unknown)
      const message = expect.stringContaining(unknown)
      expect([answer.status, answer.body['message']]).toEqual([501, message])
    },
  )
})
