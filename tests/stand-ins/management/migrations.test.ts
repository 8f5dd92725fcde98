import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { ManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import { ask, type Answer } from './client.ts'

const now = () => Date.parse('2026-11-21T10:20:30Z')
let management: ManagementStandIn
beforeEach(async () => {
  ;({ management } = await bareProject({ now }))
})
afterAll(closeBareProject)

const run = async (query: string, more: object = {}): Promise<Answer> =>
  await ask(management, `POST /v1/projects/${management.ref}/database/query`, { query, ...more })

describe('migrations', () => {
  const path = () => `/v1/projects/${management.ref}/database/migrations`
  const apply = async (body: object, key?: string): Promise<Answer> =>
    await ask(
      management,
      `POST ${path()}`,
      body,
      key === undefined ? {} : { 'Idempotency-Key': key },
    )
  const recorded = `select version, name, statements from supabase_migrations.schema_migrations order by 1`

  test('are none before the first, and there is no schema for them', async () => {
    expect((await ask(management, `GET ${path()}`)).body).toEqual([])
    expect((await run(recorded)).body['message']).toContain('42P01')
  })

  test('are written down by the time they ran at', async () => {
    expect((await apply({ query: 'create table notes (id int)', name: 'notes' })).status).toBe(200)
    await apply({ query: 'create table more (id int)', name: 'more' })
    expect((await run(recorded)).body).toEqual([
      { version: '20261121102030', name: 'notes', statements: ['create table notes (id int)'] },
      { version: '20261121102031', name: 'more', statements: ['create table more (id int)'] },
    ])
    expect((await ask(management, `GET ${path()}`)).body).toEqual([
      { version: '20261121102030', name: 'notes' },
      { version: '20261121102031', name: 'more' },
    ])
    expect((await ask(management, `GET ${path()}/20261121102031`)).body).toMatchObject({
      name: 'more',
      statements: ['create table more (id int)'],
    })
    expect((await ask(management, `GET ${path()}/20200101000000`)).status).toBe(404)
  })

  test('with the same key run once', async () => {
    const order = { query: 'create table notes (id int)', name: 'notes' }
    expect((await apply(order, 'one')).status).toBe(200)
    expect((await apply(order, 'one')).status).toBe(200)
    expect((await apply(order, 'two')).status).toBe(400)
    expect((await run(recorded)).body).toHaveLength(1)
  })

  test('that fail are not written down', async () => {
    await apply({ query: 'create table notes (id int); select 1 / 0', name: 'notes' })
    expect((await ask(management, `GET ${path()}`)).body).toEqual([])
  })

  async function runOurs(): Promise<void> {
    const folder = new URL('../../../supabase/migrations/', import.meta.url)
    for (const name of (await readdir(folder)).toSorted()) {
      const text = await readFile(new URL(name, folder), 'utf8')
      const { status, body } = await run(`begin;\n${text}\n;commit;`)
      expect([name, status, body['message']]).toEqual([name, 201, undefined])
    }
  }
  const policies = `select tablename, count(*) as policies from pg_policies
    where schemaname = 'public' and tablename like 'stripe_customers%' group by 1 order by 1`

  test.each(['granting', 'withholding'] as const)(
    'of ours run as queries in a project of the %s kind',
    async (era) => {
      ;({ management } = await bareProject({ era }))
      await runOurs()
      expect((await run(policies)).body).toEqual([
        { tablename: 'stripe_customers', policies: expect.any(Number) },
      ])
    },
  )

  test('of ours run behind a table made by hand that was set aside, its policy and its rows with it', async () => {
    ;({ management } = await bareProject({ era: 'granting', handMade: true }))
    await run('alter table public.stripe_customers rename to stripe_customers_before')
    await runOurs()
    expect((await run(policies)).body).toMatchObject([
      { tablename: 'stripe_customers' },
      { tablename: 'stripe_customers_before', policies: 1 },
    ])
    const counts = `select (select count(*) from stripe_customers) as ours,
      (select count(*) from stripe_customers_before) as before`
    expect((await run(counts)).body).toEqual([{ ours: 0, before: 2 }])
  })
})
