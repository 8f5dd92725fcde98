import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import type { Answer } from './client.ts'
import { ask } from './client.ts'
import type { ManagementStandIn } from './supabase/index.ts'

let supabase: SupabaseStandIn
let management: ManagementStandIn
beforeEach(async () => {
  ;({ supabase, management } = await bareProject())
})
afterAll(closeBareProject)

const post = async (path: string, body: object): Promise<Answer> =>
  await ask(management, `POST /v1/projects/${management.ref}/database/query${path}`, body)
const run = async (query: string): Promise<Answer> => await post('', { query })

describe('a query', () => {
  test('answers the rows of its last statement', async () => {
    const { status, body } = await run(`select 1 as a; select 2 as b union all select null`)
    expect([status, body]).toEqual([201, [{ b: 2 }, { b: null }]])
    expect((await run('create table notes (id int)')).body).toEqual([])
  })

  test('shows times as Postgres writes them, and numbers too large for JSON as text', async () => {
    const { body } = await run(
      `select timestamptz '2026-11-21 10:20:30+00' as at, 9007199254740993 as big, 12::bigint as small,
         array['a'] as list, '{"a": 1}'::jsonb as json`,
    )
    const at = '2026-11-21 10:20:30+00'
    expect(body).toEqual([{ at, big: '9007199254740993', small: 12, list: ['a'], json: { a: 1 } }])
  })

  test('runs in the database that the project serves', async () => {
    await run(`create table public.notes (text text); insert into notes values ('hello');
      grant select on public.notes to anon`)
    const headers = { apikey: supabase.publishableKey }
    const response = await fetch(`${supabase.url}/rest/v1/notes?select=text`, { headers })
    expect(await response.json()).toEqual([{ text: 'hello' }])
  })

  test('of several statements is all or nothing', async () => {
    expect((await run('create table notes (id int); select 1 / 0')).status).toBe(400)
    const { body } = await run(`select to_regclass('public.notes') as found`)
    expect(body).toEqual([{ found: null }])
  })

  test('that fails repeats what Postgres says, and shows where', async () => {
    const { status, body } = await run('select 1;\nselect * from nowhere')
    expect([status, body['message']]).toEqual([
      400,
      'Failed to run sql query: ERROR:  42P01: relation "nowhere" does not exist\n' +
        'LINE 2: select * from nowhere\n' +
        '                      ^\n',
    ])
    const notes = 'create table notes (id int primary key)'
    const detailed = await run(`${notes}; insert into notes values (1), (1)`)
    expect(detailed.body['message']).toMatch(
      /ERROR: {2}23505: .*\nDETAIL: {2}Key \(id\)=\(1\) already exists\.\n/s,
    )
  })

  test.each<[string, object, number]>([
    ['nothing', {}, 400],
    ['an empty text', { query: '' }, 400],
    ['a number', { query: 1 }, 400],
    ['fields that are unknown here', { query: 'select 1', read_only: true }, 501],
  ])('is refused if it is %s', async (_, body, status) => {
    expect((await post('', body)).status).toBe(status)
  })
})

describe('the role of a query', () => {
  test('owns the project and is no superuser', async () => {
    const { body } = await run(
      `select current_user, (select rolsuper from pg_roles where rolname = current_user) as super`,
    )
    expect(body).toEqual([{ current_user: 'project_owner', super: false }])
  })

  test.each([
    ['create anything in auth', 'create table auth.mine (id int)'],
    ['become a superuser', 'set role postgres; select 1'],
    ['become a superuser by ending the transaction', 'commit; set role postgres; select 1'],
    ['read a file', `select pg_read_file('/etc/hostname')`],
  ])("can't %s", async (_, query) => {
    const { status, body } = await run(query)
    expect([status, body['message']]).toEqual([400, expect.stringContaining('42501')])
  })

  test("can put a trigger on Auth's users, and become a visitor to see what they see", async () => {
    const trigger = `create function public.noop() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger noop before insert on auth.users for each row execute function public.noop()`
    expect((await run(trigger)).status).toBe(201)
    const visitor = await run('begin; set local role anon; select current_user')
    expect(visitor.body).toEqual([{ current_user: 'anon' }])
  })

  test.each([
    'set role anon',
    `set search_path = ''`,
    'commit; set role anon',
    'rollback; select 1/0',
  ])('is the same again after %j', async (query) => {
    const state = 'select current_user, current_setting($$search_path$$)'
    const before = (await run(state)).body
    await run(query)
    expect((await run(state)).body).toEqual(before)
    await expect(supabase.signIn('ada@example.com')).resolves.toBeDefined()
  })

  test('of a read-only query changes nothing and becomes no other', async () => {
    const read = async (query: string) => (await post('/read-only', { query })).body
    expect((await read('create table notes (id int)'))['message']).toContain('25006')
    expect((await read('set role anon'))['message']).toContain('42501')
    const seen = 'select current_user, (select count(*) from auth.users) as users'
    expect(await read(seen)).toEqual([{ current_user: 'supabase_read_only_user', users: 0 }])
  })
})
