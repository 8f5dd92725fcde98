import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asRole } from '#local/supabase/as-role.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { asOwner, runOptional } from './run-optional.ts'

let world: World
let database: PGlite

/** Cron as far as the file speaks to it: PGlite has no such extension. */
const cron = `
  create schema cron;
  create table cron.job (name text, schedule text, command text);
  create function cron.schedule(name text, schedule text, command text) returns bigint language sql as
    $$ insert into cron.job values (name, schedule, command) returning 1 $$;`

beforeAll(async () => {
  world = await emptyWorld()
  database = world.supabase.database
})
beforeEach(async () => {
  world = await emptyWorld()
})
afterAll(() =>
  asOwner(database, 'drop schema cron cascade; drop function private.forget_visitors()'),
)

test('without Cron the file says so, and leaves nothing behind', async () => {
  await expect(runOptional(database, 'forget-visitors.sql')).rejects.toThrow(/no Cron/)
  const { rows } = await database.query(
    `select to_regprocedure('private.forget_visitors()') is null as gone`,
  )
  expect(rows).toEqual([{ gone: true }])
})

describe('every night', () => {
  beforeAll(async () => {
    await asOwner(database, cron)
    await runOptional(database, 'forget-visitors.sql')
  })

  /** A person who confirmed the address and was last here so many days ago; never confirmed: `null`. */
  async function visitor(email: string, lastHere: number | null, firstHere = 60): Promise<void> {
    await database.query(
      `insert into auth.users (id, email, created_at, email_confirmed_at, last_sign_in_at)
       values (gen_random_uuid(), $1, now() - make_interval(hours => $2),
         case when $3::int is not null then now() - make_interval(hours => $2) end,
         now() - make_interval(hours => $3))`,
      [email, firstHere * 24, lastHere === null ? null : lastHere * 24],
    )
  }
  /** As the job does it that the file has set. */
  async function night(): Promise<string[]> {
    const { rows } = await database.query<{ command: string }>(
      `select command from cron.job where name = 'forget-visitors'`,
    )
    await asOwner(database, rows[0]!.command)
    const left = await database.query<{ email: string }>('select email from auth.users order by 1')
    return left.rows.map(({ email }) => email)
  }

  test.each<[string, number | null, number, boolean]>([
    ['who never confirmed, two days ago', null, 2, false],
    ['who asked an hour ago', null, 1 / 24, true],
    ['who was here yesterday', 1, 400, true],
    ['who was here 29 days ago', 29, 400, true],
    ['who was here 31 days ago', 31, 400, false],
  ])('%s', async (_, lastHere, firstHere, stays) => {
    await visitor('ada@example.com', lastHere, firstHere)
    expect(await night()).toEqual(stays ? ['ada@example.com'] : [])
  })

  test('anyone who comes back finds everything', async () => {
    const customer = await world.knownCustomer('ada@example.com')
    await world.supabase.signIn('ada@example.com')
    await database.query(`update auth.users set last_sign_in_at = now() - interval '31 days'`)
    expect(await night()).toEqual([])
    const { links } = await world.links({ email: 'ada@example.com' })
    expect(links).toMatchObject([{ customer }])
  })

  test.each(['anon', 'authenticated', 'service_role'])(
    'nobody else may do it: %s',
    async (role) => {
      await expect(
        asRole(database, { role }, 'select private.forget_visitors()'),
      ).rejects.toMatchObject({ code: '42501' })
    },
  )
})
