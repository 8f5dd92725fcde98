import { openDatabase } from '#local/supabase/database.ts'
import { asRole } from '#local/supabase/as-role.ts'
import { inTurn, ratio } from './figures/measure.ts'
import { explain, isFull, report } from './figures/row.ts'

const [few, many] = [100, 10_000]
const rounds = isFull ? 300 : 60
/** What a door waits for the database anyway, however little it asks. */
const networkMs = 10

explain(
  `A search of ${many} products, and of ${few}, by the database only (PGlite), each after ${networkMs} ms of network. Baseline: ` +
    `the same question of ${few} products.`,
)

const database = await openDatabase({})
for (const [livemode, size] of [
  [true, many],
  [false, few],
] as const) {
  await database.query(
    `insert into stripe_products (livemode, stripe_product_id, active, deleted, name, description, last_ticket, read_ticket, updated_at)
     select $1, 'prod_' || n, true, false,
       (array['Fahrradhelm', 'Lampe', 'Stuhl', 'Tasse', '日本語の教科書'])[n % 5 + 1] || ' ' || md5(n::text),
       'Aus der Werkstatt ' || repeat(md5((n % 97)::text) || ' mit Sorgfalt gemacht ', 10), 0, 0, now()
     from generate_series(1, $2::int) as n`,
    [livemode, size],
  )
  await database.query(
    `insert into stripe_prices (livemode, stripe_price_id, stripe_product_id, active, deleted, is_offered, amount, currency, last_ticket, read_ticket, updated_at)
     select $1, 'price_' || n, 'prod_' || n, true, false, true, 100 + n, 'eur', 0, 0, now()
     from generate_series(1, $2::int) as n`,
    [livemode, size],
  )
}
await database.exec('analyze stripe_products; analyze stripe_prices')

const ask = (livemode: boolean, words: string) => async () => {
  await new Promise((done) => setTimeout(done, networkMs))
  const sql = `select search_offers($1, $2, 'de', 0, 24) as told`
  await asRole(database, { role: 'service_role' }, sql, [livemode, words])
}

for (const [what, words] of [
  ['the first page', ''],
  ['the beginning of a word', 'lam'],
  ['two words in every row', 'sorgfalt werkstatt'],
  ['a part of a word', 'radhelm'],
  ['nothing is found', 'qqxx'],
  ['Japanese', '教科書'],
] as const) {
  const found = await inTurn(rounds, { ours: ask(true, words), baseline: ask(false, words) })
  const bounds = [{ of: 'ours / baseline', value: ratio(found.ours, found.baseline), atMost: 3 }]
  report({ what: `search: ${what}`, unit: 'ms', ...found, bounds })
}
