import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { ManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import { ask, type Json } from './client.ts'

let supabase: SupabaseStandIn
let management: ManagementStandIn
let project: string
beforeEach(async () => {
  ;({ supabase, management } = await bareProject())
  project = `/v1/projects/${management.ref}`
})
afterAll(closeBareProject)

describe('the token', () => {
  test.each(['', 'sbp_0000000000000000000000000000000000000000'])(
    '%j opens nothing',
    async (token) => {
      const answer = await ask({ url: management.url, token }, 'GET /v1/projects')
      expect([answer.status, answer.body]).toEqual([401, { message: 'Unauthorized' }])
    },
  )

  test('has the form of a personal access token', () => {
    expect(management.token).toMatch(/^sbp_[0-9a-f]{40}$/)
  })
})

describe('projects', () => {
  test('are listed with organization, region and state', async () => {
    const { body } = await ask(management, 'GET /v1/projects')
    expect(body).toEqual([
      {
        id: management.ref,
        ref: expect.stringMatching(/^[a-z]{20}$/),
        organization_id: management.organization,
        organization_slug: management.organization,
        name: expect.any(String),
        region: expect.any(String),
        created_at: expect.any(String),
        status: 'ACTIVE_HEALTHY',
        database: {
          host: `db.${management.ref}.supabase.co`,
          version: expect.any(String),
          postgres_engine: expect.any(String),
          release_channel: expect.any(String),
        },
      },
    ])
    expect((await ask(management, `GET ${project}`)).body).toEqual(body[0])
  })

  test('that are not there, or not in reach, are 404', async () => {
    const other = { ref: 'zzzzzzzzzzzzzzzzzzzz', name: 'Another' }
    management.control({ otherProjects: [other] })
    expect((await ask(management, 'GET /v1/projects')).body).toHaveLength(2)
    for (const path of ['', '/config/auth', '/api-keys', '/postgrest', '/health?services=auth']) {
      const { status } = await ask(management, `GET /v1/projects/${other.ref}${path}`)
      expect(status, path).toBe(404)
    }
  })

  test('a paused one says so, and its database does not answer', async () => {
    management.control({ status: 'INACTIVE' })
    expect((await ask(management, `GET ${project}`)).body).toMatchObject({ status: 'INACTIVE' })
    const query = await ask(management, `POST ${project}/database/query`, { query: 'select 1' })
    expect(query.status).toBe(400)
    const { body } = await ask(management, `GET ${project}/health?services=db`)
    expect(body).toMatchObject([{ name: 'db', healthy: false, status: 'UNHEALTHY' }])
  })
})

test('the organization tells its plan', async () => {
  management.control({ plan: 'free' })
  const path = `GET /v1/organizations/${management.organization}`
  expect((await ask(management, path)).body).toMatchObject({
    id: management.organization,
    plan: 'free',
    opt_in_tags: [],
  })
  expect((await ask(management, 'GET /v1/organizations/nobody')).status).toBe(404)
  expect((await ask(management, 'GET /v1/organizations')).body).toMatchObject([
    { slug: management.organization },
  ])
})

describe('health', () => {
  test('tells of each service that was asked for', async () => {
    management.control({ unhealthy: ['rest'] })
    const { body } = await ask(management, `GET ${project}/health?services=auth,rest&services=db`)
    expect(body).toMatchObject([
      { name: 'auth', healthy: true, status: 'ACTIVE_HEALTHY', info: { name: 'GoTrue' } },
      { name: 'rest', healthy: false, status: 'UNHEALTHY', error: expect.any(String) },
      { name: 'db', healthy: true, status: 'ACTIVE_HEALTHY' },
    ])
  })

  test.each(['', '?services=', '?services=kitchen'])('%j names no service', async (query) => {
    expect((await ask(management, `GET ${project}/health${query}`)).status).toBe(400)
  })
})

describe('API keys', () => {
  const keys = async (query = '') => (await ask(management, `GET ${project}/api-keys${query}`)).body

  test('a secret one is masked by dots of its own length until it is to be revealed', async () => {
    const [publishable, secret] = await keys()
    expect(publishable).toMatchObject({ type: 'publishable', api_key: supabase.publishableKey })
    expect(String(secret?.['api_key'])).toMatch(/^sb_secret_.{5}·+$/)
    expect(String(secret?.['api_key'])).toHaveLength(supabase.secretKey.length)
    expect(JSON.stringify(await keys())).not.toContain(supabase.secretKey)
    expect((await keys('?reveal=true'))[1]).toMatchObject({ api_key: supabase.secretKey })
  })

  test('stay hidden from a token that may not see secrets', async () => {
    management.control({ revealForbidden: true })
    const answer = await ask(management, `GET ${project}/api-keys?reveal=true`)
    expect(answer.status).toBe(403)
    expect(answer.body['message']).toContain('necessary privileges')
    expect(await keys()).toHaveLength(2)
  })

  test('one that was made opens the project until it is deleted', async () => {
    const order = { type: 'secret', name: 'portal_gateway' }
    const made = await ask(management, `POST ${project}/api-keys?reveal=true`, order)
    expect(made.status).toBe(201)
    const key = String(made.body['api_key'])
    const use = async () =>
      (await fetch(`${supabase.url}/auth/v1/health`, { headers: { apikey: key } })).status
    expect(await use()).toBe(200)
    expect((await ask(management, `POST ${project}/api-keys`, order)).status).toBe(400)
    expect(await keys()).toHaveLength(3)
    await ask(management, `DELETE ${project}/api-keys/${String(made.body['id'])}`)
    expect(await use()).toBe(401)
    await ask(management, `POST ${project}/api-keys`, order)
    management.reset()
    expect(await keys()).toHaveLength(2)
  })

  test.each([{}, { type: 'secret', name: 'No' }, { type: 'other', name: 'portal_gateway' }])(
    '%j makes none',
    async (order) => {
      expect((await ask(management, `POST ${project}/api-keys`, order)).status).toBe(400)
    },
  )

  test('a project of old has its two tokens, whole at any rate, and gets new ones beside them', async () => {
    ;({ supabase, management } = await bareProject({ legacy: true }))
    project = `/v1/projects/${management.ref}`
    expect(await keys()).toMatchObject([
      { type: 'legacy', name: 'anon', api_key: supabase.anonKey },
      { type: 'legacy', name: 'service_role', api_key: supabase.serviceRoleKey },
    ])
    await ask(management, `POST ${project}/api-keys`, { type: 'publishable', name: 'portal' })
    const [, , made] = await keys()
    expect(made).toMatchObject({ type: 'publishable', name: 'portal' })
    const headers = { apikey: String(made?.['api_key']) }
    expect((await fetch(`${supabase.url}/auth/v1/health`, { headers })).status).toBe(200)
  })
})

describe('signing keys', () => {
  const path = () => `GET ${project}/config/auth/signing-keys`

  test('are those that the project publishes; one is in use', async () => {
    await supabase.rotateKey({ keepOld: true })
    const { body } = await ask(management, path())
    const jwks = await fetch(`${supabase.url}/auth/v1/.well-known/jwks.json`)
    const published = ((await jwks.json()) as { keys: unknown[] }).keys
    const keys = body['keys'] as unknown as Json[]
    expect(keys.map((key) => key['public_jwk'])).toEqual(published)
    expect(keys.map((key) => key['status'])).toEqual(['in_use', 'previously_used'])
    expect(keys[0]).toMatchObject({ algorithm: 'ES256', created_at: expect.any(String) })
  })

  test('a project of old has none but its shared secret, which is not told', async () => {
    ;({ supabase, management } = await bareProject({ legacy: true }))
    project = `/v1/projects/${management.ref}`
    expect((await ask(management, path())).body).toEqual({ keys: [] })
    const { body } = await ask(management, `${path()}/legacy`)
    expect(body).toMatchObject({ algorithm: 'HS256', status: 'in_use', public_jwk: null })
    expect(JSON.stringify(body)).not.toContain(supabase.legacySecret)
  })
})

test('the Data API serves the schemas that were named', async () => {
  const before = await ask(management, `GET ${project}/postgrest`)
  expect(before.body).toMatchObject({ db_schema: 'public,graphql_public', max_rows: 1000 })
  const changes = { db_schema: 'public', max_rows: 10 }
  const after = await ask(management, `PATCH ${project}/postgrest`, changes)
  expect(after.body).toMatchObject(changes)
  expect(after.body).not.toHaveProperty('jwt_secret')
  expect(supabase.controls).toMatchObject({ schemas: ['public'], maxRows: 10 })
  expect((await ask(management, `PATCH ${project}/postgrest`, { max_rows: -1 })).status).toBe(400)
})
