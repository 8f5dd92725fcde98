import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { ManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import { ask, type Answer } from './client.ts'

let supabase: SupabaseStandIn
let management: ManagementStandIn
beforeEach(async () => {
  ;({ supabase, management } = await bareProject())
})
afterAll(closeBareProject)

const run = async (query: string, more: object = {}): Promise<Answer> =>
  await ask(management, `POST /v1/projects/${management.ref}/database/query`, { query, ...more })

describe('a query', () => {
  test('answers the rows of its last statement', async () => {
    const answer = await run(`select 1 as a; select 2 as b, 'x' as c union all select 3, null`)
    expect([answer.status, answer.body]).toEqual([
      201,
      [
        { b: 2, c: 'x' },
        { b: 3, c: null },
      ],
    ])
    expect((await run('create table notes (id int)')).body).toEqual([])
  })

  test('shows times as Postgres writes them, and whole numbers that JSON can’t keep as text', async () => {
    const { body } = await run(
      `select timestamptz '2026-11-21 10:20:30+00' as at, 9007199254740993 as big, 12::bigint as small,
         array['a'] as list, '{"a": 1}'::jsonb as json`,
    )
    expect(body).toEqual([
      {
        at: '2026-11-21 10:20:30+00',
        big: '9007199254740993',
        small: 12,
        list: ['a'],
        json: { a: 1 },
      },
    ])
  })

  test('runs in the database that the project serves', async () => {
    await run(`create table public.notes (text text); insert into notes values ('hello');
      grant select on public.notes to anon`)
    const headers = { apikey: supabase.publishableKey }
    const response = await fetch(`${supabase.url}/rest/v1/notes?select=text`, { headers })
    expect(await response.json()).toEqual([{ text: 'hello' }])
  })

  test('takes parameters', async () => {
    const { body } = await run('select $1::text || $2::text as text', { parameters: ['a', 'b'] })
    expect(body).toEqual([{ text: 'ab' }])
  })

  test('of several statements is all or nothing', async () => {
    const { status } = await run('create table notes (id int); select 1 / 0')
    expect(status).toBe(400)
    expect((await run(`select to_regclass('public.notes') as there`)).body).toEqual([
      { there: null },
    ])
  })

  test('that fails says what Postgres says, where it says it', async () => {
    const { status, body } = await run('select 1;\nselect * from nowhere')
    expect(status).toBe(400)
    expect(body['message']).toBe(
      'Failed to run sql query: ERROR:  42P01: relation "nowhere" does not exist\n' +
        'LINE 2: select * from nowhere\n' +
        '                      ^\n',
    )
  })

  test('with details says those as well', async () => {
    const { body } = await run(
      'create table notes (id int primary key); insert into notes values (1), (1)',
    )
    expect(body['message']).toContain('ERROR:  23505: ')
    expect(body['message']).toContain('\nDETAIL:  Key (id)=(1) already exists.\n')
  })

  test.each<[string, unknown]>([
    ['none', {}],
    ['an empty one', { query: '' }],
    ['a number', { query: 1 }],
    ['parameters that are no list', { query: 'select 1', parameters: {} }],
  ])('%s is refused', async (_, body) => {
    const path = `POST /v1/projects/${management.ref}/database/query`
    expect((await ask(management, path, body)).status).toBe(400)
  })
})

describe('whoever queries', () => {
  test('owns the project and is no superuser', async () => {
    const { body } = await run(
      `select current_user, (select rolsuper from pg_roles where rolname = current_user) as super`,
    )
    expect(body).toEqual([{ current_user: 'project_owner', super: false }])
  })

  test.each([
    ['create nothing in auth', 'create table auth.mine (id int)'],
    ['become no superuser', 'set role postgres; select 1'],
    ['become no superuser by ending the transaction', 'commit; set role postgres; select 1'],
    ['read no file', `select pg_read_file('/etc/hostname')`],
  ])('may %s', async (_, query) => {
    const { status, body } = await run(query)
    expect(status).toBe(400)
    expect(body['message']).toContain('42501')
  })

  test('may put a trigger on Auth’s people, and become a visitor to see what he sees', async () => {
    const trigger = `create function public.noop() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger noop before insert on auth.users for each row execute function public.noop()`
    expect((await run(trigger)).status).toBe(201)
    const visitor = `begin; set local role anon; select current_user; `
    expect((await run(visitor)).body).toEqual([{ current_user: 'anon' }])
  })

  test.each([
    'set role anon',
    `set search_path = ''`,
    'commit; set role anon',
    'rollback; select 1/0',
  ])('leaves nothing behind: %s', async (query) => {
    const before = (await run('select current_user, current_setting($$search_path$$)')).body
    await run(query)
    const after = (await run('select current_user, current_setting($$search_path$$)')).body
    expect(after).toEqual(before)
    await expect(supabase.signIn('ada@example.com')).resolves.toBeDefined()
  })

  test.each<[string, string, object]>([
    ['/read-only', 'create table notes (id int)', {}],
    ['', 'create table notes (id int)', { read_only: true }],
  ])('that only reads changes nothing and becomes nobody else: %j', async (path, query, more) => {
    const order = `POST /v1/projects/${management.ref}/database/query${path}`
    const { status, body } = await ask(management, order, { query, ...more })
    expect(status).toBe(400)
    expect(body['message']).toContain('25006')
    const seen = 'select current_user, (select count(*) from auth.users) as people'
    const { body: rows } = await ask(management, order, { query: seen, ...more })
    expect(rows).toEqual([{ current_user: 'supabase_read_only_user', people: 0 }])
    const visitor = await ask(management, order, { query: 'set role anon', ...more })
    expect(visitor.body['message']).toContain('42501')
  })
})
