import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keys } from '../terminal/open-terminal.ts'
import { useDesk } from './person-desk.ts'

const desk = useDesk()
const ada = 'ada@example.com'
const bob = 'bob@example.com'

/** Everything of a person that this project may come to hold. */
async function live(email: string): Promise<void> {
  await desk.knownCustomer(email)
  await desk.knownCustomer(email.toUpperCase())
  await desk.plantRow(`cus_live${email.slice(0, 3)}`, email, true)
  const token = await desk.signIn(email)
  await desk.links({ token })
  // A second email waits in the mailbox.
  await fetch(`${desk.supabase.url}/auth/v1/otp`, {
    method: 'POST',
    headers: { apikey: desk.supabase.publishableKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, create_user: true }),
  })
  await desk.sql(
    `insert into private.address_moves select id, now() from auth.users where email = '${email}'`,
  )
  await desk.sql(
    `insert into auth.audit_log_entries (id, payload) values
       (gen_random_uuid(), '{"action":"login","actor_username":"${email}"}'),
       (gen_random_uuid(), '{"action":"user_invited","actor_username":"owner","traits":{"user_email":"${email}"}}')`,
  )
  await desk.sql(
    `with account as (insert into private.accounts (livemode, address) values (false, '${email}') returning id)
     insert into private.purchases
       (livemode, source, line, account_id, customer, status, starts_at, last_ticket, read_ticket)
     select false, 'cs_${email.slice(0, 3)}', 'li_1', id, 'cus_1', 'complete', now(), 1, 1 from account`,
  )
  await desk.sql(
    `insert into auth.saml_relay_states (id, request_id, for_email) values (gen_random_uuid(), 'r', '${email}')`,
  )
}

/** In which tables a text is, wherever in the row. */
async function placesWith(text: string): Promise<string[]> {
  const tables = await desk.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('auth', 'public', 'private') order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const query = `select count(*)::int as count from ${name} t where position('${text}' in lower(to_jsonb(t)::text)) > 0`
    const [row] = await desk.sql<{ count: number }>(query)
    if (row!.count > 0) found.push(`${name} ${row!.count}`)
  }
  return found
}

function tablesIn(found: readonly string[]): string[] {
  return found.map((place) => place.split(' ')[0]!)
}

async function idOf(email: string): Promise<string> {
  const [user] = await desk.sql<{ id: string }>(
    `select id from auth.users where email = '${email}'`,
  )
  return user!.id
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-gateway-forget-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('after it nothing in the database has the address or the id of its user, and another person keeps all', async () => {
  await live(ada)
  await live(bob)
  const id = await idOf(ada)
  // What others' rows say of the address.
  await desk.sql(`update auth.users set email_change = '${ada}' where email = '${bob}'`)
  await desk.sql(
    `insert into auth.identities (provider_id, user_id, identity_data, provider)
     select 'of-google', id, '{"email":"Ada@example.com"}', 'google' from auth.users where email = '${bob}'`,
  )
  const ofBob = await placesWith(bob)
  expect(tablesIn(await placesWith(ada))).toEqual([
    'auth.audit_log_entries',
    'auth.identities',
    'auth.one_time_tokens',
    'auth.saml_relay_states',
    'auth.users',
    'private.accounts',
    'private.link_requests',
    'public.stripe_customers',
  ])
  expect(tablesIn(await placesWith(id))).toEqual([
    'auth.identities',
    'auth.one_time_tokens',
    'auth.sessions',
    'auth.users',
    'private.address_moves',
  ])

  const run = await desk.run(['forget', ' ADA@example.com ', '--yes'])
  expect([run.code, run.err], run.out).toEqual([0, ''])
  expect(run.out).toMatch(/^Deleted or emptied: \d+ rows\.$/m)
  expect(await placesWith(ada)).toEqual([])
  expect(await placesWith(id)).toEqual([])
  expect(await placesWith(bob)).toEqual(ofBob)
  // What was sold stays, and is nobody's.
  expect(
    await desk.sql(
      `select a.address = 'forgotten:' || a.id as "isForgotten" from private.purchases p
       join private.accounts a on a.id = p.account_id where p.source = 'cs_ada'`,
    ),
  ).toEqual([{ isForgotten: true }])
  // Stripe has all that it had.
  const left = desk.stripe.customers().filter(({ email }) => email?.toLowerCase() === ada)
  expect(left).toHaveLength(2)
})

test('what it says of Stripe is true: rows come back while a customer has the address, and not after', async () => {
  const id = await desk.knownCustomer(ada)
  const { out } = await desk.run(['forget', ada, '--yes'])
  expect(out).toContain(`https://dashboard.stripe.com/test/customers/${id}`)
  expect(out).toContain('While a customer has the address, its row comes back')
  await desk.links({ email: ada })
  expect(await desk.rowOf(id)).toMatchObject({ email: ada })

  desk.stripe.deleteCustomer(id)
  await desk.stripe.settled()
  expect(await desk.rowOf(id)).toMatchObject({ email: null, deleted: true })
  const again = await desk.run(['forget', ada, '--yes'])
  expect(again.out).toContain('0 customers with the address')
  expect(again.out).not.toContain('comes back')
  expect(await desk.rowOf(id)).toMatchObject({ deleted: true })
})

test('--dry-run deletes nothing, prints the very call, and --export has all of it but what signs in', async () => {
  await live(ada)
  const before = await placesWith(ada)
  const file = join(folder, 'ada.json')
  const run = await desk.run(['forget', ada, '--dry-run', '--export', file])
  expect([run.code, run.err], run.out).toEqual([0, ''])
  expect(run.out).toContain('/database/query')
  expect(run.out).toMatch(/delete from auth\.users as t/)
  expect(await placesWith(ada)).toEqual(before)

  const text = await readFile(file, 'utf8')
  const { found } = JSON.parse(text) as { found: Record<string, Record<string, unknown>[]> }
  expect(Object.keys(found)).toEqual(expect.arrayContaining(['auth.users', 'auth.sessions']))
  expect(found['public.stripe_customers']).toHaveLength(3)
  expect(found['private.purchases']).toMatchObject([{ source: 'cs_ada' }])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const [user] = await desk.sql<Record<string, string>>(
    `select coalesce(nullif(recovery_token, ''), confirmation_token) as token from auth.users`,
  )
  expect(user!.token).toMatch(/\w{20}/)
  expect(text).not.toContain(user!.token)
  expect(text).not.toMatch(/"(encrypted_password|token_hash|\w*_token)"/)

  const again = await desk.run(['forget', ada, '--yes', '--export', file])
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('it is there already')])
  expect(await placesWith(ada)).toEqual(before)
})

test('the fold decides who it is: quotes are letters, and so are dots, plus signs and other alphabets', async () => {
  const others = [
    'ohara@example.com',
    "o'hara+x@example.com",
    'JÜRGEN@example.com',
    "o'hara'--@example.com",
  ]
  for (const email of ["O'Hara@example.com", 'jürgen@example.com', ...others])
    await desk.knownCustomer(email)
  for (const email of [" o'hara@EXAMPLE.com", 'Jürgen@example.com'.toLowerCase()])
    expect((await desk.run(['forget', email, '--yes'])).code).toBe(0)
  expect(new Set((await desk.rows()).map(({ email }) => email))).toEqual(new Set(others))
})

test('a person of whom nothing is here: it says so, and ends with 0', async () => {
  const run = await desk.run(['forget', 'nobody@example.com', '--yes', '--json'])
  expect(run.code).toBe(0)
  expect(JSON.parse(run.out)).toMatchObject({
    ok: true,
    deleted: 0,
    found: {},
    stripe: { customers: [] },
  })
})

describe('tables of the owner', () => {
  afterEach(() => desk.sql('drop table if exists public.profiles, public.posts, public.orders'))
  const refers = (rule: string) => `uuid references auth.users ${rule}`

  test('that go with the user are said before, and their columns with addresses are named', async () => {
    await live(ada)
    await desk.sql(
      `create table public.profiles (id ${refers('on delete cascade')}, contact_email text)`,
    )
    await desk.sql(`create table public.posts (author ${refers('on delete set null')})`)
    for (const table of ['profiles', 'posts'])
      await desk.sql(`insert into public.${table} select id from auth.users`)
    const { out, code } = await desk.run(['forget', ada, '--yes'])
    expect(code).toBe(0)
    expect(out).toContain('public.profiles, your own, by "id": 1 row, deleted with the user')
    expect(out).toContain('public.posts, your own, by "author": 1 row, kept without their user')
    expect(out).toContain('public.profiles.contact_email')
    expect(await desk.sql('select * from public.posts')).toEqual([{ author: null }])
  })

  test('that keep the user from being deleted are named, and nothing is deleted', async () => {
    await live(ada)
    await desk.sql(`create table public.orders (buyer ${refers('')})`)
    await desk.sql('insert into public.orders select id from auth.users')
    const before = await placesWith(ada)
    const { code, err } = await desk.run(['forget', ada, '--yes'])
    expect([code, err]).toEqual([1, expect.stringContaining('public.orders (buyer)')])
    expect(await placesWith(ada)).toEqual(before)
  })
})

test('tables of Auth that another version lacks are left out', async () => {
  await live(ada)
  await desk.sql('alter table auth.saml_relay_states rename to elsewhere')
  try {
    const run = await desk.run(['forget', ada, '--yes'])
    expect([run.code, run.err]).toEqual([0, ''])
  } finally {
    await desk.sql('alter table auth.elsewhere rename to saml_relay_states')
  }
})

describe('who is asked, and what is refused', () => {
  test('one question; a no deletes nothing: 1; Ctrl-C: 130; a yes deletes', async () => {
    await desk.knownCustomer(ada)
    const question = "It can't be undone."
    const ask = async (typed: string) => {
      const terminal = desk.terminal(['forget', ada])
      await terminal.expect(question)
      terminal.type(typed)
      return (await terminal.ended).code
    }
    expect(await ask(keys.enter)).toBe(1)
    expect(await ask(keys.ctrlC)).toBe(130)
    expect(await desk.rows()).toHaveLength(1)
    expect(await ask('y')).toBe(0)
    expect(await desk.rows()).toEqual([])
  })

  test.each([
    ['no address', ['--yes'], {}],
    ['nobody to ask', [ada], {}],
    ['no token', [ada, '--yes'], { SUPABASE_ACCESS_TOKEN: undefined }],
    ['an option that npm swallowed', [ada, '--yes'], { npm_config_dry_run: 'true' }],
    ['an export that npm swallowed', [ada, '--yes'], { npm_config_export: 'ada.json' }],
  ])('%s: it prints how to use it, and ends with 2', async (_, args, env) => {
    await desk.knownCustomer(ada)
    const { code, out, err } = await desk.run(['forget', ...args], env)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('Usage: npm run forget')
    expect(await desk.rows()).toHaveLength(1)
  })

  test('a token that may only read: Supabase refuses, nothing is deleted, and it ends with 1', async () => {
    await desk.knownCustomer(ada)
    desk.management.control({ permissions: ['database_read'] })
    const args = ['forget', ada, '--yes', '--supabase-project', desk.management.ref]
    const { code, err } = await desk.run(args)
    expect([code, err]).toEqual([1, expect.stringContaining('missing: database_write')])
    expect(await desk.rows()).toHaveLength(1)
  })

  test('what Stripe has is unknown without its key, and the rest is deleted', async () => {
    await desk.knownCustomer(ada)
    const { code, out } = await desk.run(['forget', ada, '--yes'], { STRIPE_API_KEY: undefined })
    expect(code).toBe(0)
    expect(out).toContain('What Stripe has under the address is unknown.')
    expect(out).not.toContain('0 customers')
  })
})
