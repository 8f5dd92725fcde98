import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Postgres } from '#local/real/postgres.ts'
import { findPostgres, startPostgres } from '#local/real/postgres.ts'

// PGlite has one connection: what several do to each other takes a real server.
const bin = findPostgres()
if (bin === null && process.env.CI !== undefined)
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

const rounds = 120
const customers = ['cus_1', 'cus_2', 'cus_3']
const addresses = ['ann', 'bob', 'cy', 'dee']

describe.skipIf(bin === null)('many sessions at once', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres(bin!)
    await postgres.own(`
      create table public.sold_log (at bigserial, line text, says text, ticket bigint, read bigint);
      create function public.note_sold() returns trigger language plpgsql security definer as $$
        begin
          insert into public.sold_log (line, says, ticket, read)
          values (new.line, new.status, new.last_ticket, new.read_ticket);
          return null;
        end $$;
      create trigger note_sold after insert or update of status on private.purchases
        for each row execute function public.note_sold();`)
  })
  afterAll(() => postgres.stop())
  beforeEach(async () => {
    await postgres.own(
      'truncate private.purchases, private.accounts, public.stripe_customers, public.sold_log cascade',
    )
    await postgres.own(moveAll(0))
  })

  /** The customers' reads of one round, each with an address that others may have. */
  const customersOf = (round: number, ids = customers) =>
    ids.map((id, at) => ({
      stripe_customer_id: id,
      email: `${addresses[(round + at) % addresses.length]}@example.com`,
      livemode: true,
      deleted: false,
    }))
  const moveAll = (round: number) =>
    `select public.record_customers('${JSON.stringify(customersOf(round))}', public.take_read_ticket());`
  const readOf = (place: number, says: string) => ({
    source: `cs_${place}`,
    customer: customers[place % customers.length],
    email: null,
    reference: null,
    lines: [
      {
        line: `li_${place}`,
        price: 'price_1',
        product: 'prod_1',
        quantity: 1,
        status: says,
        starts_at: '2026-11-20T12:00:00Z',
        access_until: 'infinity',
      },
    ],
  })
  const each = (statement: (round: number) => string) =>
    Array.from({ length: rounds }, (_, round) => statement(round)).join('\n')

  /** A webhook's handlers: ticket, then a read that takes its time, then record. */
  const handler = (name: string, order: number[]) =>
    each((round) =>
      order
        .map(
          (place) => `select public.take_read_ticket() as ticket \\gset
            select pg_sleep(${(round % 3) / 1000});
            select '${name}', public.record_purchase(true, '${JSON.stringify(readOf(place, `${name} ${round}`))}', :ticket) ->> 'outcome';`,
        )
        .join('\n'),
    )
  /** Addresses change. */
  const mover = each(moveAll)
  /** Browsers come back, also with a customer who is recorded already. */
  const returner = (name: string, order: number[]) =>
    each((round) =>
      order
        .map((place) => {
          const given = {
            customers: customersOf(round, [customers[place % customers.length]!]),
            products: [],
            prices: [],
            purchases: [readOf(place, `${name} ${round}`)],
            lines: [],
          }
          return `select public.record_return(true, '${JSON.stringify(given)}', public.take_read_ticket());`
        })
        .join('\n'),
    )

  const few = [0, 1, 2]
  const playAll = () =>
    Promise.all(
      [
        handler('a', few),
        handler('b', few.toReversed()),
        handler('c', [0, 0, 0]),
        handler('d', [0, 0, 0]),
        returner('e', few),
        returner('f', few.toReversed()),
        mover,
      ].map((script) => postgres.run(script)),
    )

  test('on a few purchases, with addresses that change in between, end without a deadlock, and no row is under the wrong account', async () => {
    const runs = await playAll()
    expect(runs.map(({ errors }) => errors)).toEqual(runs.map(() => ''))
    const outcomes = runs.flatMap(({ lines }) => lines)
    // Otherwise they never met, and the test shows nothing.
    expect(outcomes.some((line) => line.endsWith('|overtaken'))).toBe(true)
    expect(outcomes.some((line) => line.endsWith('|recorded'))).toBe(true)
    const astray = await postgres.own(
      `select kept.source, owner.address, known.address
       from private.purchases as kept
       join public.stripe_customers as known on known.stripe_customer_id = kept.customer
       left join private.accounts as owner on owner.id = kept.account_id
       where owner.address is distinct from known.address`,
    )
    expect(astray).toEqual([])
    expect(await postgres.own('select count(*) from private.purchases')).toEqual(['3'])
    await expectInOrder()
  })

  /** Each write was of a read that began after the write before it. */
  async function expectInOrder(): Promise<void> {
    const log = await postgres.own('select line, ticket, read from sold_log order by at')
    const last = new Map<string, number>()
    for (const entry of log) {
      const [line = '', ticket, read] = entry.split('|')
      expect(Number(read)).toBeGreaterThan(last.get(line) ?? -1)
      last.set(line, Number(ticket))
    }
    expect(log.length).toBeGreaterThan(rounds)
  }

  test('lock each other out if a returning buyer takes the customer before the sources', async () => {
    const [signature, lock] = [
      'public.record_return(boolean, jsonb, bigint)',
      'perform pg_catalog.pg_advisory_xact_lock',
    ]
    const definition = await postgres.own(`select pg_get_functiondef('${signature}'::regprocedure)`)
    const sound = definition.join('\n')
    const broken = sound.replace(lock, 'perform pg_catalog.num_nulls')
    expect(broken).not.toBe(sound)
    await postgres.own(`${broken};`)
    const runs = await playAll()
    await postgres.own(`${sound};`)
    expect(runs.map(({ errors }) => errors).join()).toContain('deadlock detected')
  })
})
