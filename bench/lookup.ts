import { asRole } from '#local/supabase/as-role.ts'
import { openDatabase } from '#local/supabase/database.ts'
import { inTurn } from './measure.ts'

/**
 * A visitor's lookup under both policies, in tables of different sizes: the plan, and the time beside the smallest
 * table's.
 */
const given = process.argv.slice(2).map(Number)
const sizes = given.length > 0 ? given : [1_000, 100_000, 5_000_000]
const lookup =
  'select stripe_customer_id, email from stripe_customers where livemode = false order by stripe_customer_id'

const database = await openDatabase({})
const rows: Record<string, string | number>[] = []
let filled = 0
let smallest: number | undefined
for (const size of sizes) {
  await database.query(
    `insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
     select 'cus_' || place, 'person.' || place || '@example.com', false, 0
     from generate_series($1::int, $2::int) as place`,
    [filled + 1, size],
  )
  filled = size
  await database.exec('analyze stripe_customers')
  const visitor = (place: number) => ({
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
  let place = 0
  const { ours } = await inTurn(300, {
    ours: () => {
      place = (place + 7919) % size
      return asRole(database, visitor(place + 1), lookup)
    },
  })
  const plan = await asRole(database, visitor(1), `explain ${lookup}`)
  const nodes = JSON.stringify(plan)
  smallest ??= ours.median
  rows.push({
    rows: size,
    'lookup (ms)': ours.median.toFixed(2),
    'to the smallest': (ours.median / smallest).toFixed(2),
    'reads the table from end to end': nodes.includes('Seq Scan on stripe_customers')
      ? 'yes'
      : 'no',
  })
}
await database.close()
console.table(rows)
