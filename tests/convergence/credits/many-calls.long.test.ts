import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Postgres } from '../stage/postgres.ts'
import { findPostgres, startPostgres } from '../stage/postgres.ts'

const bin = findPostgres()
if (bin === null && process.env.CI !== undefined)
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

const sessions = 8

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
})
