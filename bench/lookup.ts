import { asRole } from '#local/supabase/as-role.ts'
import { openDatabase } from '#local/supabase/database.ts'
import { inTurn, ratio } from './figures/measure.ts'
import type { Spread } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'

const sizes = isFull ? [1_000, 100_000, 5_000_000] : [1_000, 100_000, 500_000]
/** A larger plain table would take twice as long to fill and tell nothing new. */
const largestPlain = 100_000
const chunk = 100_000
const rounds = 300

explain(
  "A visitor's own rows under both policies, by the database only (PGlite, no network). Baseline: a plain table whose one " +
    "policy compares the address with the token's; it leaves out how the address was proven. Limit: the same rows by the " +
    'index, with no policy at all.',
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
const columns = 'select stripe_customer_id, email from'
const ownRows = `${columns} stripe_customers where livemode = false order by stripe_customer_id`
const byIndex = `${columns} stripe_customers where address = $1 and not deleted`

async function expectOne(read: Promise<{ rows: unknown[] }>): Promise<void> {
  const { rows } = await read
  if (rows.length !== 1) throw new Error(`expected one row, found ${rows.length}`)
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
  const visitor = (sql: string) => expectOne(asRole(database, identity(next()), sql))
  const { ours, baseline, limit } = await inTurn(
    rounds,
    {
      ours: () => visitor(ownRows),
      baseline: async () => hasPlain && visitor(`${columns} plain_customers`),
      limit: () => {
        const address = `person.${next()}@example.com`
        return expectOne(asRole(database, { role: 'service_role' }, byIndex, [address]))
      },
    },
    // What is asked first pays for everything that is asked first.
    100,
  )
  smallest ??= ours
  const value = ratio(ours, smallest)
  report({
    what: `${size.toLocaleString('en-US')} rows`,
    unit: 'ms',
    ours,
    ...(hasPlain && { baseline }),
    limit,
    bounds: [{ of: `ours / ours at ${sizes[0]} rows`, value, atMost: 1.5 }],
  })
}

const { rows: weights } = await database.query<{ heap: number; indexes: number }>(
  `select (pg_relation_size('stripe_customers') / $1)::float as heap,
     (pg_indexes_size('stripe_customers') / $1)::float as indexes`,
  [filled],
)
for (const [what, ours] of Object.entries(weights[0] ?? {}))
  report({ what: `weight of a customer: ${what}`, unit: 'bytes', ours })
await database.close()
