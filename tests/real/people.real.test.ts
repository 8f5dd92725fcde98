import { describe, expect, test } from 'vitest'
import { eraseStatements } from '../../cli/forget/conditions.ts'
import { findPerson } from '../../cli/forget/find-person.ts'
import { readDatabasePerson } from '../../cli/person/database-person.ts'
import type { SupabaseProject } from '../../cli/services/supabase-management.ts'
import {
  auth,
  bearer,
  emailOf,
  letPass,
  plant,
  rows,
  run,
  send,
  side,
  signIn,
  somebody,
} from './client.ts'

/*
 * What `npm run look` and `npm run forget` ask of the database, on the tables that Auth itself has made: no stand-in
 * knows all of them.
 */

const project = { query: rows } as unknown as SupabaseProject
const isReal = side.auth !== null && side.name !== 'local/supabase'

/** Tables of Auth, and of ours, in which a text is, wherever in the row. */
async function placesWith(text: string): Promise<string[]> {
  const tables = await rows(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('auth', 'public', 'private')`,
  )
  const counts = tables.map(
    ({ name }) =>
      `select '${String(name)}' as name where exists (
         select from ${String(name)} t where position('${text}' in lower(to_jsonb(t)::text)) > 0)`,
  )
  return (await rows(counts.join(' union all '))).map(({ name }) => String(name)).toSorted()
}

async function forget(email: string): Promise<void> {
  const { found } = await findPerson(project, email)
  await run(['begin;', ...eraseStatements(found), 'commit;'].join('\n'))
}

describe.skipIf(side.auth === null)('a person', () => {
  test('is looked at: their sign-in, and the email that waits for them', async () => {
    const ada = somebody()
    await plant(ada)
    await signIn(ada)
    await letPass(120, ada)
    await emailOf(ada)
    const person = await readDatabasePerson(project, ada)
    expect(person.rows).toMatchObject([{ email: ada, address: ada, livemode: false }])
    expect(person.users).toMatchObject([
      {
        audience: 'authenticated',
        bannedUntil: null,
        deletedAt: null,
        movedAt: null,
        hasPhone: false,
        isSso: false,
        ways: 'email',
      },
    ])
    const [user] = person.users
    for (const at of [user!.createdAt, user!.confirmedAt, user!.lastSignInAt, user!.emailedAt])
      expect(Date.parse(at ?? '')).toBeGreaterThan(0)
  })

  test('is forgotten: nothing in any table has their address or the id of their user', async () => {
    const [ada, bob] = [somebody(), somebody()]
    await plant(ada)
    await plant(bob)
    await signIn(ada)
    const ofBob = await signIn(bob)
    await letPass(120, ada)
    await send(ada)
    const { id } = (await rows(`select id from auth.users where email = '${ada}'`))[0]!
    const kept = await placesWith(bob)
    const before = await placesWith(ada)
    expect(before).toEqual(
      expect.arrayContaining(['auth.identities', 'auth.one_time_tokens', 'auth.users']),
    )
    expect(before.includes('auth.audit_log_entries')).toBe(isReal)

    await forget(ada)
    expect(await placesWith(ada)).toEqual([])
    expect(await placesWith(String(id))).toEqual([])
    expect(await placesWith(bob)).toEqual(kept)
    const own = await auth('GET /user', { headers: bearer(ofBob['access_token']) })
    expect(own.status).toBe(200)
  })

  test('is forgotten where another user wants to move to their address, and that user stays', async () => {
    const [bob, eve] = [somebody(), somebody()]
    const { access_token: token } = await signIn(bob)
    const asked = await auth('PUT /user', { body: { email: eve }, headers: bearer(token) })
    expect(asked.status).toBe(200)
    expect(await placesWith(eve)).toContain('auth.users')
    await forget(eve)
    expect(await placesWith(eve)).toEqual([])
    await signInAgain(bob)
  })
})

async function signInAgain(email: string): Promise<void> {
  await letPass(120, email)
  await signIn(email)
}
