import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Postgres } from '#local/real/postgres.ts'
import { findPostgres, startPostgres } from '#local/real/postgres.ts'

const bin = findPostgres()
if (bin === null && process.env.CI !== undefined)
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

const sessions = 64

describe.skipIf(bin === null)('on a server with sixty-four sessions', () => {
  let postgres: Postgres
  let token = ''
  beforeAll(async () => {
    postgres = await startPostgres(bin!)
    await postgres.own(`select give_credits('ada@example.com', 100000, 'a lot', 'lot')`)
    ;[token = ''] = await postgres.own(`
      with made as (select private.make_secret(true) as secret), kept as (
        insert into private.api_tokens (hash, livemode, account_id, name, last_four, spend_limit)
        select private.hash_token(secret), true, private.account_for(true, 'ada@example.com'), 'an agent', right(secret, 4), 100
        from made
      )
      select secret from made`)
  }, 60_000)
  afterAll(() => postgres.stop())

  const charge = (key: string, cost: number, open = false) =>
    `select charge_credits(token => '${token}', cost => ${cost}, key => '${key}', open => ${open}) ->> 'outcome';`
  /** On a busy machine a call may wait too long for its turn: whoever calls does so again, with the same key. */
  async function insist(script: string): Promise<string[]> {
    const { code, lines, errors } = await postgres.run(script)
    if (code === 0) return lines
    expect(errors).toMatch(/lock timeout/)
    return [...lines, ...(await insist(script))]
  }
  async function runAll(scriptOf: (session: number) => string): Promise<string[]> {
    const runs = Array.from({ length: sessions }, (_, session) => insist(scriptOf(session)))
    return (await Promise.all(runs)).flat()
  }
  const spentOf = () =>
    postgres.own(
      `select t.spent, (select sum(c.final) from private.charges as c where c.token_id = t.id) from private.api_tokens as t`,
    )

  test('a limit is exact, and each key counts once, however many call at once', async () => {
    const told = await runAll((session) =>
      Array.from({ length: 8 }, (_, at) => charge(`k${(session * 8 + at) % 256}`, 3)).join('\n'),
    )
    const count = (outcome: string) => told.filter((each) => each === outcome).length
    expect(count('charged')).toBe(33)
    expect(count('charged') + count('repeated') + count('token_limit_reached')).toBe(told.length)
    expect(await spentOf()).toEqual(['99|99'])
    expect(await postgres.own('select audit_credits()')).toEqual(['{"rows": []}'])
  }, 120_000)

  test('what is settled meanwhile is given back, to the credit', async () => {
    await postgres.own('update private.api_tokens set spend_limit = 500')
    const [account] = await postgres.own('select id from private.accounts')
    const told = await runAll((session) =>
      Array.from({ length: 4 }, (_, at) => {
        const key = `s${session}-${at}`
        return `${charge(key, 10, true)}
          select settle_charge(account => '${account}', key => '${key}', final_cost => 2) ->> 'outcome';`
      }).join('\n'),
    )
    const settled = told.filter((each) => each === 'settled').length
    expect(settled).toBeGreaterThan(0)
    expect(99 + 2 * settled).toBeLessThanOrEqual(500)
    expect(await spentOf()).toEqual([`${99 + 2 * settled}|${99 + 2 * settled}`])
    expect(await postgres.own('select audit_credits()')).toEqual(['{"rows": []}'])
  }, 120_000)

  test('no call is charged after the token has ended', async () => {
    await postgres.own('update private.api_tokens set spend_limit = null')
    const [told, ended] = await Promise.all([
      runAll((session) =>
        Array.from({ length: 6 }, (_, at) => charge(`e${session}-${at}`, 1)).join('\n'),
      ),
      insist(`select end_tokens('ada@example.com')`),
    ])
    expect(ended).toEqual([expect.stringContaining('"ended": 1')])
    expect(await insist(charge('late', 1))).toEqual(['token_unknown'])
    expect(new Set(told)).not.toContain('credits_short')
    expect(await postgres.own(`select count(*) from private.charges where key ~ '^e'`)).toEqual([
      String(told.filter((each) => each === 'charged').length),
    ])
    expect(await postgres.own('select audit_credits()')).toEqual(['{"rows": []}'])
  }, 120_000)

  test('one look into one index finds a token', async () => {
    await postgres.own(`insert into private.api_tokens (hash, livemode, account_id, name, last_four)
      select sha256(at::text::bytea), true, (select id from private.accounts), 'more', '0000'
      from generate_series(1, 20000) as at`)
    await postgres.own('analyze private.api_tokens')
    const plan = await postgres.own(`explain (costs off)
      select * from private.api_tokens as kept
      where kept.hash = private.hash_token('pg_live_x') and kept.livemode
        and kept.ended_at is null and (kept.expires_at is null or kept.expires_at > now())`)
    expect(plan[0]).toContain('Index Scan using api_tokens_hash_key')
  })
})
