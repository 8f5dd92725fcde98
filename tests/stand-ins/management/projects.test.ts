import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import { ask } from './client.ts'
import type { ManagementStandIn } from './supabase/index.ts'

let supabase: SupabaseStandIn
let management: ManagementStandIn
let project: string
beforeEach(async () => {
  ;({ supabase, management } = await bareProject())
  project = `/v1/projects/${management.ref}`
})
afterAll(closeBareProject)

const text = expect.any(String)

describe('projects', () => {
  test('are listed with the fields that Supabase describes', async () => {
    const { body } = await ask(management, 'GET /v1/projects')
    expect(body).toEqual([
      {
        id: management.ref,
        ref: expect.stringMatching(/^[a-z]{20}$/),
        organization_id: text,
        organization_slug: text,
        name: text,
        region: text,
        created_at: text,
        status: 'ACTIVE_HEALTHY',
        database: {
          host: `db.${management.ref}.supabase.co`,
          version: text,
          postgres_engine: text,
          release_channel: text,
        },
      },
    ])
    expect((await ask(management, `GET ${project}`)).body).toEqual(body[0])
  })

  test('of others are 404, whatever is asked about them', async () => {
    const other = { ref: 'zzzzzzzzzzzzzzzzzzzz', name: 'Another' }
    management.control({ otherProjects: [other] })
    expect((await ask(management, 'GET /v1/projects')).body).toHaveLength(2)
    for (const path of ['', '/config/auth', '/api-keys', '/postgrest']) {
      const { status } = await ask(management, `GET /v1/projects/${other.ref}${path}`)
      expect(status, path).toBe(404)
    }
  })

  test('that are paused say so, and their database does not answer', async () => {
    management.control({ status: 'INACTIVE' })
    expect((await ask(management, `GET ${project}`)).body).toMatchObject({ status: 'INACTIVE' })
    const query = await ask(management, `POST ${project}/database/query`, { query: 'select 1' })
    expect(query.status).toBe(400)
  })

  test('have daily backups on a paid plan, and none on a free one', async () => {
    const read = async () => (await ask(management, `GET ${project}/database/backups`)).body
    const whole = { id: expect.any(Number), is_physical_backup: false, status: 'COMPLETED' }
    const rest = { region: text, walg_enabled: true, pitr_enabled: false, physical_backup_data: {} }
    expect(await read()).toEqual({ ...rest, backups: [{ ...whole, inserted_at: text }] })
    management.control({ plan: 'free' })
    expect(await read()).toEqual({ ...rest, backups: [] })
  })

  test('tell which schemas their Data API serves', async () => {
    expect((await ask(management, `GET ${project}/postgrest`)).body).toEqual({
      db_schema: 'public,graphql_public',
      max_rows: 1000,
      db_extra_search_path: text,
      db_pool: null,
      jwt_secret: text,
    })
  })
})

describe('API keys', () => {
  const list = async (query = '') => (await ask(management, `GET ${project}/api-keys${query}`)).body
  const statusWith = async (apikey: unknown) =>
    (await fetch(`${supabase.url}/auth/v1/health`, { headers: { apikey: String(apikey) } })).status

  test('mask a secret with dots, at its own length, unless it is to be revealed', async () => {
    const [publishable, secret] = await list()
    expect(publishable).toMatchObject({ type: 'publishable', api_key: supabase.publishableKey })
    expect(secret).toEqual({
      api_key: expect.stringMatching(/^sb_secret_.{5}·+$/),
      id: text,
      type: 'secret',
      prefix: text,
      name: 'default',
      description: null,
      hash: text,
      secret_jwt_template: { role: 'service_role' },
      inserted_at: text,
      updated_at: text,
    })
    expect(String(secret?.['api_key'])).toHaveLength(supabase.secretKey.length)
    expect((await list('?reveal=true'))[1]).toMatchObject({ api_key: supabase.secretKey })
  })

  test('open the project as soon as they are made, each name once', async () => {
    const roleless = { type: 'secret', name: 'portal_gateway_without' }
    const nobodys = await ask(management, `POST ${project}/api-keys?reveal=true`, roleless)
    expect(await statusWith(nobodys.body['api_key'])).toBe(401)
    const secret_jwt_template = { role: 'service_role' }
    const order = { type: 'secret', name: 'portal_gateway', secret_jwt_template }
    const made = await ask(management, `POST ${project}/api-keys?reveal=true`, order)
    expect([made.status, await statusWith(made.body['api_key'])]).toEqual([201, 200])
    expect((await ask(management, `POST ${project}/api-keys`, order)).status).toBe(400)
    expect(await list()).toHaveLength(4)

    const { id } = made.body
    expect((await ask(management, `DELETE ${project}/api-keys/${String(id)}`)).status).toBe(200)
    expect(await statusWith(made.body['api_key'])).toBe(401)
    expect((await ask(management, `DELETE ${project}/api-keys/${String(id)}`)).status).toBe(404)
  })

  test.each([{}, { type: 'secret', name: 'No' }, { type: 'other', name: 'portal_gateway' }])(
    'are not made of %j',
    async (order) => {
      expect((await ask(management, `POST ${project}/api-keys`, order)).status).toBe(400)
    },
  )

  test('of a legacy project are its two tokens, never masked, and new ones beside them', async () => {
    ;({ supabase, management } = await bareProject({ legacy: true }))
    project = `/v1/projects/${management.ref}`
    expect(await list()).toMatchObject([
      { type: 'legacy', name: 'anon', api_key: supabase.anonKey },
      { type: 'legacy', name: 'service_role', api_key: supabase.serviceRoleKey },
    ])
    await ask(management, `POST ${project}/api-keys`, { type: 'publishable', name: 'portal' })
    const [, , made] = await list()
    expect(made).toMatchObject({ type: 'publishable', name: 'portal' })
    expect(await statusWith(made?.['api_key'])).toBe(200)
  })
})
