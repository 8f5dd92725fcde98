import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Postgres } from '#local/real/postgres.ts'
import { findPostgres, startPostgres } from '#local/real/postgres.ts'

const bin = findPostgres()
if (bin === null && process.env.CI !== undefined)
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

const sessions = 8
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe.skipIf(bin === null)('on a server with eight sessions', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres(bin!)
  })
  afterAll(() => postgres.stop())

  test('six hundred calls of two hundred keys on a balance of 150 have 150 effects', async () => {
    await postgres.own(
      ['a', 'b', 'c']
        .map((key) => `select give_credits('ada@example.com', 50, 'a lot', '${key}');`)
        .join('\n'),
    )
    const calls = Array.from({ length: 600 }, (_, at) => at % 200)
    const runs = await Promise.all(
      Array.from({ length: sessions }, (_, session) =>
        postgres.run(
          calls
            .filter((_key, at) => at % sessions === session)
            .map(
              (key) =>
                `select charge_credits(address => 'ada@example.com', cost => 1, key => 'k${key}') ->> 'outcome';`,
            )
            .join('\n'),
        ),
      ),
    )
    expect(runs.map(({ errors }) => errors)).toEqual(Array(sessions).fill(''))
    const told = runs.flatMap(({ lines }) => lines)
    const count = (outcome: string) => told.filter((each) => each === outcome).length
    expect(count('charged')).toBe(150)
    expect(count('charged') + count('repeated') + count('credits_short')).toBe(600)
    expect(await postgres.own('select spent from private.purchases order by id')).toEqual([
      '50',
      '50',
      '50',
    ])
    expect(await postgres.own('select count(*), sum(final) from private.charges')).toEqual([
      '150|150',
    ])
    expect(await postgres.own('select audit_credits()')).toEqual(['{"rows": []}'])
  })

  test('whoever waits for an account is told to try again after two seconds, and nothing is half done', async () => {
    const charge = `select charge_credits(address => 'bob@example.com', cost => 1, key => 'k') ->> 'outcome';`
    await postgres.own(`select give_credits('bob@example.com', 5, 'a lot', 'bob');`)
    const holder = postgres.run(
      `reset role; begin; select from private.accounts where address = 'bob@example.com' for update;
       select pg_sleep(600);`,
    )
    const held = `from pg_stat_activity where wait_event = 'PgSleep'`
    while ((await postgres.own(`select count(*) ${held}`))[0] !== '1') await pause(20)
    const { errors, lines } = await postgres.run(`\\set VERBOSITY sqlstate\n${charge}`)
    expect(errors).toContain('55P03')
    expect(lines).toEqual([])
    await postgres.own(`select pg_cancel_backend(pid) ${held}`)
    await holder
    expect((await postgres.run(charge)).lines).toEqual(['charged'])
    expect(await postgres.own('select audit_credits()')).toEqual(['{"rows": []}'])
  })
})
