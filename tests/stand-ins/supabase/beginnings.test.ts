import { afterAll, describe, expect, test } from 'vitest'
import { asRole } from '#local/supabase/as-role.ts'
import { bareProject, closeBareProject } from '../management/bare-project.ts'
import { askForLink, callAuth } from './client.ts'

afterAll(closeBareProject)

const schemas = `select nspname from pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`
const tables = `select relname from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`

describe('a project that Supabase has just made', () => {
  test('has its own schemas, and nothing of ours', async () => {
    const { supabase } = await bareProject()
    const { rows } = await supabase.database.query<{ nspname: string }>(schemas)
    expect(rows.map(({ nspname }) => nspname)).toEqual(['auth', 'extensions', 'public', 'storage'])
    expect((await supabase.database.query(tables)).rows).toEqual([])
  })

  test.each([
    ['granting', true],
    ['withholding', false],
  ] as const)('of the %s kind lets anybody read a new table: %s', async (era, isReadable) => {
    const { supabase } = await bareProject({ era })
    await supabase.database.exec(
      'set role project_owner; create table public.notes (id int); reset role',
    )
    const { rows } = await supabase.database.query(
      `select has_table_privilege('anon', 'public.notes', 'select') as may`,
    )
    expect(rows).toEqual([{ may: isReadable }])
  })

  test('has Supabase’s settings: six digits for an hour, its own mails, which lead to localhost', async () => {
    const { supabase } = await bareProject()
    expect(supabase.controls).toMatchObject({
      autoconfirm: false,
      otpLength: 6,
      otpExpirySeconds: 3600,
      jwtExpirySeconds: 3600,
      templates: {},
      providers: ['email'],
    })
    await askForLink(supabase, 'ada@example.com')
    const mail = supabase.inbox.newestTo('ada@example.com')!
    expect(mail.code).toMatch(/^\d{6}$/)
    expect(mail.html).toContain('/auth/v1/verify?token=')
    expect(mail.html).toContain(encodeURIComponent('http://localhost:3000'))
    supabase.control({ otpLength: 10 })
    supabase.resetControl()
    expect(supabase.controls.otpLength).toBe(6)
  })

  test('is made anew where another was used: tables, triggers and people are gone', async () => {
    const first = await bareProject({ migrations: 'all' })
    await first.supabase.signIn('ada@example.com')
    const { supabase } = await bareProject()
    expect((await supabase.database.query(tables)).rows).toEqual([])
    expect((await supabase.database.query('select from auth.users')).rows).toEqual([])
    const triggers = await supabase.database.query('select from pg_trigger where not tgisinternal')
    expect(triggers.rows).toEqual([])
  })
})

describe('further beginnings', () => {
  test('all migrations make the same tables as the usual stand-in has', async () => {
    const { supabase } = await bareProject({ migrations: 'all' })
    const { rows } = await supabase.database.query<{ relname: string }>(tables)
    expect(rows.map(({ relname }) => relname)).toContain('stripe_customers')
    await expect(supabase.signIn('ada@example.com')).resolves.toHaveProperty('accessToken')
  })

  test('some of the first migrations may have run', async () => {
    const { supabase } = await bareProject({ migrations: 1 })
    expect((await supabase.database.query(tables)).rows).toEqual([])
    const { rows } = await supabase.database.query(
      `select from pg_namespace where nspname = 'private'`,
    )
    expect(rows).toHaveLength(1)
  })

  test('a table made by hand shows a person the rows of the address in the token', async () => {
    const { supabase } = await bareProject({ era: 'granting', handMade: true })
    const ask = async (email: string) =>
      await asRole(
        supabase.database,
        { role: 'authenticated', claims: { email } },
        'select stripe_customer_id from stripe_customers',
      )
    expect((await ask('ada@example.com')).rows).toEqual([{ stripe_customer_id: 'cus_by_hand_1' }])
    expect((await ask('grace@example.com')).rows).toEqual([])
  })

  test('a table made by hand is in the way of the migrations', async () => {
    await expect(bareProject({ handMade: true, migrations: 'all' })).rejects.toThrow(
      'already exists',
    )
  })
})

describe('a project of old', () => {
  const settings = async (url: string, apikey: string) =>
    (await fetch(`${url}/auth/v1/settings`, { headers: { apikey } })).status

  test('takes its two tokens of old as keys, and no others', async () => {
    const { supabase } = await bareProject({ legacy: true })
    expect(await settings(supabase.url, supabase.anonKey)).toBe(200)
    expect(await settings(supabase.url, supabase.serviceRoleKey)).toBe(200)
    expect(await settings(supabase.url, supabase.publishableKey)).toBe(401)
    expect(await settings(supabase.url, supabase.secretKey)).toBe(401)
  })

  test('signs with its shared secret and lists no key', async () => {
    const { supabase } = await bareProject({ legacy: true })
    const { body } = await callAuth(supabase, 'GET /.well-known/jwks.json')
    expect(body).toEqual({ keys: [] })
    const { accessToken } = await supabase.signIn('ada@example.com')
    const [header] = accessToken.split('.')
    expect(JSON.parse(Buffer.from(header!, 'base64url').toString())).toMatchObject({ alg: 'HS256' })
  })

  test('the tokens of old carry the project’s name, and are no longer keys of a new project', async () => {
    const { supabase } = await bareProject()
    const [, payload] = supabase.serviceRoleKey.split('.')
    const claims: unknown = JSON.parse(Buffer.from(payload!, 'base64url').toString())
    expect(claims).toMatchObject({ iss: 'supabase', ref: supabase.ref, role: 'service_role' })
    expect(await settings(supabase.url, supabase.anonKey)).toBe(401)
    supabase.control({ apiKeys: 'both' })
    expect(await settings(supabase.url, supabase.anonKey)).toBe(200)
    expect(await settings(supabase.url, supabase.publishableKey)).toBe(200)
  })
})
