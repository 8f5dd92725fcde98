import { asRole } from '#local/supabase/as-role.ts'
import { openDatabase } from '#local/supabase/database.ts'
import { inTurn, ratio } from './figures/measure.ts'
import type { Spread } from './figures/measure.ts'
import { exactly, explain, isFull, report } from './figures/row.ts'

const part = 'lookup'
const sizes = isFull ? [1_000, 100_000, 5_000_000] : [1_000, 100_000, 500_000]
/** A larger plain table would take twice as long to fill and tell nothing new. */
const largestPlain = 100_000
const chunk = 100_000
const rounds = 300

explain(
  part,
  "A visitor's own rows under both policies, by the database alone (PGlite, no network). Baseline: a plain table whose " +
    "one policy compares the address with the token's; it leaves out how the address was proven. Limit: the same rows " +
    'by the index, with no policy at all.',
)

const database = await openDatabase({})
await database.exec(`
  create table public.plain_customers (stripe_customer_id text primary key, email text);
  create index on public.plain_customers (email);
  alter table public.plain_customers enable row level security;
  create policy own on public.plain_customers for select to authenticated
    using (email = (select auth.jwt() ->> 'email'));
  grant select on public.plain_customers to authenticated;
`)

/** So many people, each with a customer; ids and addresses as long as real ones. */
async function fill(from: number, to: number): Promise<void> {
  for (let first = from + 1; first <= to; first += chunk) {
    const last = Math.min(to, first + chunk - 1)
    await database.query(
      `insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
       select 'cus_' || substr(md5(place::text), 1, 14) || lpad(to_hex(place), 6, '0'),
         'person.' || place || '@example.com', false, place
       from generate_series($1::int, $2::int) as place`,
      [first, last],
    )
    await database.query(
      `insert into plain_customers
       select stripe_customer_id, email from stripe_customers
       where last_ticket between $1::int and $2::int`,
      [first, Math.min(last, largestPlain)],
    )
    if (last % 1_000_000 === 0) console.error(`  ${last / 1_000_000} million rows`)
  }
  await database.exec('analyze stripe_customers; analyze plain_customers')
}

const identity = (place: number) => ({
  role: 'authenticated' as const,
  claims: {
    iss: 'https://bench.supabase.co/auth/v1',
    sub: '11111111-1111-4111-8111-111111111111',
    aud: 'authenticated',
    role: 'authenticated',
    email: `person.${place}@example.com`,
    amr: [{ method: 'otp', timestamp: Math.floor(Date.now() / 1000) - 60 }],
  },
})
const ownRows =
  'select stripe_customer_id, email from stripe_customers where livemode = false order by stripe_customer_id'
const plainRows = 'select stripe_customer_id, email from plain_customers'

async function readOne(read: () => Promise<{ rows: unknown[] }>): Promise<void> {
  const { rows } = await read()
  if (rows.length !== 1) throw new Error(`expected one row, found ${rows.length}`)
}

function readByIndex(place: number): Promise<{ rows: unknown[] }> {
  const sql =
    'select stripe_customer_id, email from stripe_customers where address = $1 and not deleted'
  return asRole(database, { role: 'service_role' }, sql, [`person.${place}@example.com`])
}

let smallest: Spread | undefined
let filled = 0
for (const size of sizes) {
  await fill(filled, size)
  filled = size
  const hasPlain = size <= largestPlain
  let place = 0
  const next = () => {
    place = (place + 7919) % size
    return place + 1
  }
  const found = await inTurn(
    rounds,
    {
      ours: () => readOne(() => asRole(database, identity(next()), ownRows)),
      baseline: () =>
        hasPlain ? readOne(() => asRole(database, identity(next()), plainRows)) : Promise.resolve(),
      limit: () => readOne(() => readByIndex(next())),
    },
    // What is asked first pays for everything that is asked first.
    100,
  )
  const plan = JSON.stringify(await asRole(database, identity(1), `explain ${ownRows}`))
  if (plan.includes('Seq Scan on stripe_customers'))
    throw new Error(`at ${size} rows the table is read from end to end`)
  smallest ??= found.ours
  const { ours, baseline, limit: least } = found
  report({
    part,
    what: `${size.toLocaleString('en-US')} rows`,
    unit: 'ms',
    ours,
    ...(hasPlain && { baseline }),
    limit: least,
    bounds: [{ of: `ours / ours at ${sizes[0]} rows`, value: ratio(ours, smallest), atMost: 1.5 }],
  })
}

const { rows: weights } = await database.query<{ heap: number; indexes: number }>(
  `select (pg_relation_size('stripe_customers') / $1)::float as heap,
     (pg_indexes_size('stripe_customers') / $1)::float as indexes`,
  [filled],
)
for (const [what, bytes] of Object.entries(weights[0] ?? {}))
  report({ part, what: `weight of a customer: ${what}`, unit: 'bytes', ours: exactly(bytes) })
await database.close()
