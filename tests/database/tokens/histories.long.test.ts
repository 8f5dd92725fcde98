import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '#tests/convergence/stage/create-random.ts'
import type { Postgres } from '#local/real/postgres.ts'
import { findPostgres, startPostgres } from '#local/real/postgres.ts'
import { seed } from '#tests/seed.ts'

const bin = findPostgres()
if (bin === null && process.env.CI !== undefined)
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

const sessions = 8
const steps = 40
const histories = Number(process.env['HISTORIES'] ?? 20)
const purchase = 'cs_live_1'

describe.skipIf(bin === null)('two tokens, eight callers, and a purchase that moves', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres(bin!)
  })
  afterAll(() => postgres.stop())

  async function play(at: number): Promise<string[]> {
    const random = createRandom(seed + at)
    await postgres.own(`
      truncate private.accounts, private.purchases, private.charges, public.stripe_customers cascade;
      select record_customers('[${customer('ada@example.com')}]', take_read_ticket());
      insert into private.purchases (livemode, source, line, account_id, customer, status, starts_at, access_until,
        lot_until, granted, last_ticket, read_ticket)
      select true, source, 'li_1', private.account_for(true, 'ada@example.com'), customer, 'paid', now(), 'infinity',
        'infinity', credits, 1, 1
      from (values ('${purchase}', 'cus_9', 60), ('cs_live_2', 'cus_9', 40), ('cs_live_3', null, 200))
        as sold (source, customer, credits)`)
    const [account = '', ofAccount = '', ofPurchase = ''] = await postgres.own(`
      select id from private.accounts;
      with made as (select private.make_secret(true) as secret), kept as (
        insert into private.api_tokens (hash, livemode, account_id, name, last_four)
        select private.hash_token(secret), true, (select id from private.accounts), 'an agent', right(secret, 4) from made
      )
      select secret from made;
      select private.hand_out_token(true, '${purchase}', null, '{${purchase}}')`)
    const one = (most: number) => Math.floor(random() * most)
    const key = () => `k${one(12)}`
    const acts: (() => string)[] = [
      () => charge(ofAccount, one(15), key(), random() < 0.6),
      () => charge(ofPurchase, one(9), key(), random() < 0.6),
      () =>
        `select settle_charge(account => '${account}', key => '${key()}', final_cost => ${one(9)})`,
      () =>
        `select settle_charge(purchase => '${purchase}', key => '${key()}', final_cost => ${one(6)})`,
      () =>
        `select record_customers('[${customer(`${random() < 0.5 ? 'ada' : 'bob'}@example.com`)}]', take_read_ticket())`,
      () => 'select close_charges(5)',
    ]
    const scriptOf = () =>
      ['\\set ON_ERROR_STOP off']
        .concat(Array.from({ length: steps }, () => `${acts[one(acts.length)]!()};`))
        .join('\n')
    const aging = `
      update private.charges set charged_at = charged_at - interval '2 hours'
      where (account_id, key, purchase) in (
        select account_id, key, purchase from private.charges where state = 'open' order by random() limit 1
      );
      select pg_sleep(0.02);`
    const [runs] = await Promise.all([
      Promise.all(Array.from({ length: sessions }, () => postgres.run(scriptOf()))),
      postgres.own(aging.repeat(12)),
    ])
    const faults = runs
      .flatMap(({ errors }) => errors.split('\n'))
      .filter((line) => line.includes('ERROR') && !/lock timeout|meanwhile/.test(line))
    return [...faults, ...(await findFaults())]
  }

  /** What doesn't add up. */
  const findFaults = () =>
    postgres.own(`
      select 'audit: ' || wrong::text from jsonb_array_elements(audit_credits() -> 'rows') as wrong
      union all
      select 'spent ' || t.spent || ', and charges of ' || coalesce(sum(c.final), 0)
      from private.api_tokens as t left join private.charges as c on c.token_id = t.id
      group by t.id having t.spent <> coalesce(sum(c.final), 0)
      union all
      select 'owes or reaches beyond: ' || c::text from private.charges as c
      where c.purchase <> '' and (
        c.owed > 0 or exists (
          select from generate_subscripts(c.parts, 1) as at
          where c.parts[at][1] not in (select private.rows_of('{${purchase}}'))
            and c.parts[at][1] not in (select id from private.purchases where customer = 'cus_9')
        )
      )
      union all
      select 'overdrawn: ' || p::text from private.purchases as p where p.spent > p.granted`)

  test(`after each of ${histories} histories, all of it adds up`, async () => {
    for (let at = 0; at < histories; at += 1)
      expect(await play(at), `SEED=${seed + at}`).toEqual([])
  })

  test.each<[string, string, string, string]>([
    [
      'what is given back is taken off the token',
      'lower_charge',
      'set spent = kept.spent - surplus where',
      'set spent = kept.spent where',
    ],
    ['the account is locked first', 'lock_accounts', 'kept.id = any (ids)', 'false'],
  ])('without this, it does not: %s', async (_rule, name, says, instead) => {
    const definition = (
      await postgres.own(`select pg_get_functiondef(oid) from pg_proc where proname = '${name}'`)
    ).join('\n')
    expect(definition.split(says)).toHaveLength(2)
    await postgres.own(definition.replace(says, instead))
    try {
      let at = 0
      while (at < 40 && (await play(at)).length === 0) at += 1
      expect(at).toBeLessThan(40)
    } finally {
      await postgres.own(definition)
    }
  })
})

function customer(email: string): string {
  return `{ "stripe_customer_id": "cus_9", "email": "${email}", "livemode": true, "deleted": false }`
}

function charge(token: string, cost: number, key: string, isOpen: boolean): string {
  return `select charge_credits(token => '${token}', cost => ${cost}, key => '${key}', open => ${isOpen})`
}
