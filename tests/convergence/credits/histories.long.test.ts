import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '../../seed.ts'
import type { Postgres } from '../stage/postgres.ts'
import { findPostgres, startPostgres } from '../stage/postgres.ts'
import { playCredits, prepareTruth } from './play-credits.ts'

const bin = findPostgres()
if (bin === null && process.env.CI !== undefined)
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

/** What must not be taken out: a function, what it says, and what it says without the rule. */
const rules: [rule: string, name: string, says: string, instead: string][] = [
  ['the ticket', 'record_purchase', 'if ticket <= standing.last_ticket then', 'if false then'],
  [
    "a customer's own lots pay, and no other's",
    'settle_customer',
    'where kept.customer = of_customer collate "C" and kept.is_open',
    'where kept.is_open',
  ],
  ['the account is locked first', 'lock_accounts', 'kept.id = any (ids)', 'false'],
  [
    'a settlement happens once',
    'settle_charge',
    "if prior.state = 'settled' then",
    'if false then',
  ],
]
/** Without its rule, one of so many histories must go wrong. */
const mostHistories = 40
const histories = Number(process.env['HISTORIES'] ?? 300)

describe.skipIf(bin === null)('credits, in eight sessions at once', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres(bin!)
    await prepareTruth(postgres)
  })
  afterAll(() => postgres.stop())

  test(`after each of ${histories} histories, all of it adds up`, async () => {
    for (let at = 0; at < histories; at += 1)
      expect(await playCredits(postgres, seed + at), `SEED=${seed + at}`).toEqual([])
  })

  test.each(rules)('without this, it does not: %s', async (_rule, name, says, instead) => {
    const lines = await postgres.own(
      `select pg_get_functiondef(oid) from pg_proc where proname = '${name}'`,
    )
    const definition = lines.join('\n')
    expect(definition.split(says)).toHaveLength(2)
    const change = (text: string) => postgres.own(`${text};`)
    await change(definition.replace(says, () => instead))
    try {
      let at = 0
      while (at < mostHistories && (await playCredits(postgres, seed + at)).length === 0) at += 1
      console.info(`${name}: history ${at + 1} of at most ${mostHistories}`)
      expect(at).toBeLessThan(mostHistories)
    } finally {
      await change(definition)
    }
  })
})
