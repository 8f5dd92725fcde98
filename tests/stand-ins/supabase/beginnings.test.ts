import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { asRole } from '#local/supabase/as-role.ts'
import { openBrowser } from '#tests/supabase-clients.ts'
import { bareProject, closeBareProject } from '../management/bare-project.ts'

afterAll(closeBareProject)

const schemas = `select nspname from pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`
const tables = `select relname from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`

describe('a project that Supabase has just made', () => {
  test('has its own schemas, and nothing of a used one', async () => {
    const first = await bareProject({ migrations: 'all' })
    await first.supabase.signIn('ada@example.com')
    const { supabase } = await bareProject()
    const { rows } = await supabase.database.query<{ nspname: string }>(schemas)
    expect(rows.map(({ nspname }) => nspname)).toEqual(['auth', 'extensions', 'public', 'storage'])
    for (const query of [
      tables,
      'select from auth.users',
      'select from pg_trigger where not tgisinternal',
    ]) {
      expect((await supabase.database.query(query)).rows, query).toEqual([])
    }
  })

  test.each([
    ['granting', true],
    ['withholding', false],
  ] as const)('of the %s kind lets everyone read a new table: %s', async (era, isReadable) => {
    const { supabase } = await bareProject({ era })
    await supabase.database.exec(
      'set role project_owner; create table public.notes (id int); reset role',
    )
    const { rows } = await supabase.database.query(
      `select has_table_privilege('anon', 'public.notes', 'select') as may`,
    )
    expect(rows).toEqual([{ may: isReadable }])
  })

  test('has Supabase’s settings: six digits for an hour, its own emails, which lead to localhost', async () => {
    const { supabase } = await bareProject()
    expect(supabase.controls).toMatchObject({
      autoconfirm: false,
      otpLength: 6,
      otpExpirySeconds: 3600,
      jwtExpirySeconds: 3600,
      templates: {},
      providers: ['email'],
    })
    await openBrowser(supabase).auth.signInWithOtp({ email: 'ada@example.com' })
    const { code, html } = supabase.inbox.newestTo('ada@example.com')!
    expect(code).toMatch(/^\d{6}$/)
    expect(html).toContain('/auth/v1/verify?token=')
    expect(html).toContain(encodeURIComponent('http://localhost:3000'))
  })

  test('can have the first few migrations, or all', async () => {
    const some = await bareProject({ migrations: 1 })
    expect((await some.supabase.database.query(tables)).rows).toEqual([])
    const owned = `select from pg_namespace where nspname = 'private'`
    expect((await some.supabase.database.query(owned)).rows).toHaveLength(1)
    const { supabase } = await bareProject({ migrations: 'all' })
    const { rows } = await supabase.database.query<{ relname: string }>(tables)
    expect(rows.map(({ relname }) => relname)).toContain('stripe_customers')
  })

  test('can have a table made by hand, which shows the rows of the address in the token', async () => {
    const { supabase } = await bareProject({ era: 'granting', handMade: true })
    const ask = async (email: string) =>
      await asRole(
        supabase.database,
        { role: 'authenticated', claims: { email } },
        'select stripe_customer_id from stripe_customers',
      )
    expect((await ask('ada@example.com')).rows).toEqual([{ stripe_customer_id: 'cus_by_hand_1' }])
    expect((await ask('grace@example.com')).rows).toEqual([])
    await expect(bareProject({ handMade: true, migrations: 'all' })).rejects.toThrow(
      'already exists',
    )
  })
})

describe('a legacy project', () => {
  const settings = async (url: string, apikey: string) =>
    (await fetch(`${url}/auth/v1/settings`, { headers: { apikey } })).status

  test('takes its two legacy tokens as keys, and no others', async () => {
    const { supabase } = await bareProject({ legacy: true })
    expect(await settings(supabase.url, supabase.anonKey)).toBe(200)
    expect(await settings(supabase.url, supabase.serviceRoleKey)).toBe(200)
    expect(await settings(supabase.url, supabase.publishableKey)).toBe(401)
    expect(await settings(supabase.url, supabase.secretKey)).toBe(401)
  })

  test('signs with its shared secret', async () => {
    const { supabase } = await bareProject({ legacy: true })
    const { accessToken } = await supabase.signIn('ada@example.com')
    expect(decodeProtectedHeader(accessToken)).toMatchObject({ alg: 'HS256' })
  })

  test('has tokens that carry its name, and are no longer keys of a new project', async () => {
    const { supabase } = await bareProject()
    const claims = { iss: 'supabase', ref: supabase.ref, role: 'service_role' }
    expect(decodeJwt(supabase.serviceRoleKey)).toMatchObject(claims)
    expect(await settings(supabase.url, supabase.anonKey)).toBe(401)
    supabase.control({ apiKeys: 'both' })
    expect(await settings(supabase.url, supabase.anonKey)).toBe(200)
    expect(await settings(supabase.url, supabase.publishableKey)).toBe(200)
  })
})
