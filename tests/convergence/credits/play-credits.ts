import { readFileSync } from 'node:fs'
import type { Postgres } from '../stage/postgres.ts'
import { createRandom } from '../stage/create-random.ts'

export const sessions = 8
const steps = 14
const people = ['ada', 'bob', 'cy'].map((name) => `${name}@example.com`)
const customers = ['cus_1', 'cus_2', 'cus_3', 'cus_4']
const prices = { price_100: 100, price_7: 7 }
/** What two writers of one account may be told, and then try again. */
const retryable = /^(?:ERROR:\s+(?:40001|40P01|55P03))$/

const truthFile = new URL('./truth.sql', import.meta.url)

/** A server's own truth beside the ledger. */
export async function prepareTruth(postgres: Postgres): Promise<void> {
  await postgres.own(readFileSync(truthFile, 'utf8'))
  const rows = Object.entries(prices).map(
    ([price, credits]) =>
      `(true, '${price}', 'prod_1', true, false, 'eur', ${credits}, 1, 1, now())`,
  )
  await postgres.own(
    `insert into stripe_prices (livemode, stripe_price_id, stripe_product_id, active, deleted, currency, credits,
       last_ticket, read_ticket, updated_at) values ${rows.join(', ')};
     select begin_credits(true, '2025-01-01');`,
  )
}

/** Plays one history in eight sessions at once, then lets it come to rest. @returns what doesn't add up, in words */
export async function playCredits(postgres: Postgres, seed: number): Promise<string[]> {
  await postgres.own(
    `truncate private.charges, private.purchases, private.accounts, public.stripe_customers, truth.sales,
       truth.customers, truth.seen cascade;`,
  )
  const random = createRandom(seed)
  const places = customers.map((id, at) => `('${id}', '${people[at % people.length]}')`).join(', ')
  await postgres.own(`insert into truth.customers (id, email) values ${places};`)
  const sales = Array.from({ length: 6 }, (_, at) => `in_${at}`)
  // The owner moves accounts in some: where nobody does, whose a guest's is, is known.
  const isMoving = random() < 0.4
  const scripts = Array.from({ length: sessions }, () => writeSession(random, sales, isMoving))
  const runs = await Promise.all(scripts.map((script) => postgres.run(script)))
  const wrong = runs.flatMap(({ errors }) =>
    errors
      .split('\n')
      .filter((line) => line !== '' && !retryable.test(line.replace(/^psql:.*?: /, ''))),
  )
  await postgres.own(
    [
      ...customers.map((id) => recordCustomer(id, 0)),
      ...sales.map((source) => recordSale(source, 0)),
    ].join('\n'),
  )
  const told = runs.flatMap(({ lines }) => lines)
  return [...wrong, ...settledTwice(told), ...(await judge(postgres))]
}

function writeSession(random: () => number, sales: string[], isMoving: boolean): string {
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)]!
  const upTo = (most: number) => Math.floor(random() * (most + 1))
  const hang = () => (random() < 0.5 ? 20 + upTo(60) : 0)
  const step: (() => string)[] = [
    () => {
      const [source, customer] = [pick(sales), pick([...customers, null])]
      const cost = 1 + upTo(100)
      const sold = `('${source}', ${customer === null ? 'null' : `'${customer}'`}, '${pick(people)}', ${
        customer === null ? 'null' : `'si_${source}'`
      }, '${pick(Object.keys(prices))}', ${1 + upTo(2)}, ${pick([cost, upTo(cost)])}, ${cost}, ${cost})`
      return `insert into truth.sales (source, customer, email, chain, price, quantity, paid, cost, captured)
        values ${sold} on conflict do nothing; ${recordSale(source, hang())}`
    },
    () => recordSale(pick(sales), hang()),
    () => {
      const source = pick(sales)
      const change = `update truth.sales set version = version + 1, taken_back = captured * ${pick([0, 1, 2, 3])} / 3 where source = '${source}';`
      // Nobody rings for one in five.
      return change + (random() < 0.2 ? '' : recordSale(source, hang()))
    },
    () => {
      const id = pick(customers)
      return `update truth.customers set email = '${pick(people)}' where id = '${id}'; ${recordCustomer(id, hang())}`
    },
    () =>
      `select give_credits('${pick(people)}', ${1 + upTo(20)}, 'gift', 'g${upTo(9)}') ->> 'outcome';`,
    ...Array.from({ length: 3 }, () => () => {
      const [address, key] = [pick(people), `k${upTo(12)}`]
      const cost = [1, 5, 30, 90][Number(key.slice(1)) % 4]
      return `select '${address} ${key} ' || (charge_credits(address => '${address}', cost => ${cost}, key => '${key}',
        allow_debt => ${random() < 0.15}, open => ${random() < 0.4}) ->> 'outcome');`
    }),
    ...Array.from({ length: 2 }, () => () => {
      const [address, key] = [pick(people), `k${upTo(12)}`]
      return `select '${address} ${key} ' || (settle_charge(key => '${key}', final_cost => ${upTo(20)},
        account => coalesce(account_of(address => '${address}') ->> 'account', 'nobody')) ->> 'outcome');`
    }),
    () => `select close_charges();`,
    () => {
      const [from, to] = [pick(people), pick(people)]
      return !isMoving || from === to
        ? ''
        : `select move_account('${from}', '${to}') ->> 'outcome';`
    },
  ]
  const lines = Array.from({ length: steps }, () => pick(step)())
  return ['\\set ON_ERROR_STOP off', '\\set VERBOSITY sqlstate', ...lines].join('\n')
}

/** Each charge is settled once at most; a key may be charged anew. */
function settledTwice(told: string[]): string[] {
  const count = (line: string) => told.filter((each) => each === line).length
  const settled = new Set(told.filter((line) => line.endsWith(' settled')))
  return [...settled].filter((line) => count(line) > count(line.replace(/settled$/, 'charged')))
}

/** A handler: ticket, read, record, and it hangs before it reads and after. */
function recordSale(source: string, hangMs: number): string {
  return `select take_read_ticket() as ticket \\gset
    select pg_sleep(${hangMs / 2000}) \\g /dev/null
    select coalesce(truth.sale('${source}')::text, '') as sale, exists(select from truth.sales where source = '${source}') as is_there \\gset
    select pg_sleep(${hangMs / 1000}) \\g /dev/null
    \\if :is_there
    select record_purchase(true, :'sale', :ticket) ->> 'outcome' as outcome \\gset
    select :'outcome' = 'customer_unknown' as is_unknown, :'sale'::jsonb ->> 'customer' as customer \\gset
    \\if :is_unknown
    select count(*) from record_customers(truth.customer(:'customer'), 0);
    select record_purchase(true, :'sale', :ticket) ->> 'outcome';
    \\endif
    \\endif`
}

function recordCustomer(id: string, hangMs: number): string {
  return `select take_read_ticket() as ticket \\gset
    select truth.customer('${id}') as customer \\gset
    select pg_sleep(${hangMs / 1000}) \\g /dev/null
    select count(*) from record_customers(:'customer', :ticket);`
}

type Sale = {
  source: string
  customer: string | null
  email: string
  price: keyof typeof prices
} & Record<'quantity' | 'paid' | 'cost' | 'captured' | 'taken_back', number>
type Row = {
  id: number
  source: string
  customer: string | null
  address: string | null
  isMoved: boolean
} & Record<'granted' | 'revoked' | 'spent', number>
/** `address`: whose debt it is. */
type Charge = { address: string; key: string; final: number; owed: number; cost: number }

/** An account of its own, from Stripe's list and the charges. */
async function judge(postgres: Postgres): Promise<string[]> {
  const read = async <T>(sql: string): Promise<T[]> =>
    (await postgres.own(`select to_json(found) from (${sql}) as found`)).map(
      (line) => JSON.parse(line) as T,
    )
  const [sales, rows, charges, back, places] = await Promise.all([
    read<Sale>('select * from truth.sales'),
    read<Row>(
      `select p.id, p.source, p.customer, p.granted, p.revoked, p.spent, a.address,
         p.is_referenced or p.customer is null and exists (select from private.account_moves) as "isMoved"
       from private.purchases p left join private.accounts a on a.id = p.account_id order by p.id`,
    ),
    read<Charge>(
      `select a.address, c.key, c.final, c.owed, c.cost from private.charges c
       join private.accounts a on a.id = coalesce(c.owed_by, c.account_id)`,
    ),
    read<{ source: string }>(
      `select source from (
         select source, version::bigint, lag(version::bigint) over (partition by source order by at) as before
         from truth.seen where source like 'in%'
       ) as seen where version < before`,
    ),
    read<{ id: string; email: string }>('select * from truth.customers'),
  ])
  const wrong: string[] = back.map(({ source }) => `${source} stepped back`)
  const sum = (of: number[]) => of.reduce((total, each) => total + each, 0)

  for (const sale of sales) {
    const row = rows.find(({ source }) => source === sale.source)
    const granted = Math.floor((prices[sale.price] * sale.quantity * sale.paid) / sale.cost)
    const revoked = Math.min(granted, Math.ceil((granted * sale.taken_back) / sale.captured))
    const address =
      sale.customer === null ? sale.email : places.find(({ id }) => id === sale.customer)?.email
    // Where the owner has moved it is no longer Stripe's to say.
    const isElsewhere = row?.isMoved !== true && row?.address !== address
    if (row?.granted !== granted || row.revoked !== revoked || isElsewhere)
      wrong.push(`${JSON.stringify(sale)} is ${JSON.stringify(row)}`)
  }
  const spent = sum(rows.map((row) => row.spent))
  const charged = sum(charges.map(({ final }) => final))
  const owed = sum(charges.map((charge) => charge.owed))
  if (spent + owed !== charged)
    wrong.push(`${spent} spent and ${owed} owed, but ${charged} charged`)

  const leftOf = (row: Row) => row.granted - row.revoked - row.spent
  for (const customer of customers) {
    const own = rows.filter((row) => row.customer === customer).map(leftOf)
    if (own.some((left) => left < 0) && own.some((left) => left > 0))
      wrong.push(`${customer} owes beside credits: ${own.join(', ')}`)
  }
  for (const row of rows.filter(
    ({ customer, source }) => customer === null && source.startsWith('gift'),
  ))
    if (leftOf(row) < 0) wrong.push(`the gift ${row.id} is short`)
  for (const address of people) {
    const open = sum(
      rows.filter((row) => row.address === address).map((row) => Math.max(0, leftOf(row))),
    )
    const debt = sum(
      charges.filter((charge) => charge.address === address).map((charge) => charge.owed),
    )
    if (open > 0 && debt > 0) wrong.push(`${address} owes ${debt} beside ${open}`)
    const [told] = await postgres.own(`select account_of(address => '${address}') ->> 'balance'`)
    if (Number(told) !== open - debt) wrong.push(`${address} has ${told}, not ${open - debt}`)
  }
  const [audit] = await postgres.own('select audit_credits()')
  if (audit !== '{"rows": []}') wrong.push(`audit: ${audit}`)
  return wrong
}
