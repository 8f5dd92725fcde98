import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Postgres } from '#local/real/postgres.ts'
import { findPostgres, startPostgres } from '#local/real/postgres.ts'
import { questions, searchShop } from './shop.ts'

const bin = findPostgres()
if (bin === null && process.env['CI'])
  throw new Error('no PostgreSQL server found: apt-get install postgresql')
if (bin === null) console.info('Skipped: no PostgreSQL server found (apt-get install postgresql).')

const quote = (words: string) => `'${words.replaceAll("'", "''")}'`

describe.skipIf(bin === null)('on a PostgreSQL server, in a database without a locale', () => {
  let postgres: Postgres

  beforeAll(async () => {
    postgres = await startPostgres(bin!)
    const { products, prices } = searchShop()
    const [ofProducts, ofPrices] = [products, prices].map((rows) => quote(JSON.stringify(rows)))
    await postgres.own(`select record_catalogue(${ofProducts}, ${ofPrices}, take_read_ticket())`)
  }, 60_000)
  afterAll(() => postgres.stop())

  async function ask(script: string): Promise<string[]> {
    const { code, lines, errors } = await postgres.run(script)
    expect([code, errors]).toEqual([0, ''])
    return lines
  }

  test('the same is found as in the table of questions', async () => {
    const asked = questions.map(
      ([words, language]) =>
        `select coalesce(jsonb_path_query_array(search_offers(true, ${quote(words)}, '${language}', 0, 24), '$.offers[*].product'), '[]');`,
    )
    const answers = (await ask(asked.join('\n'))).map((line) => JSON.parse(line) as string[])
    const found = questions.map(([, , ids]) => ids.map((id) => `prod_${id}`))
    expect(answers).toEqual(found)
  })

  test('among ten thousand products a word is found by its index', async () => {
    await postgres.own(`
      insert into stripe_products (livemode, stripe_product_id, active, deleted, name, description, last_ticket, read_ticket, updated_at)
        select true, 'prod_' || n, true, false, 'Thing ' || md5(n::text), repeat(md5(n::text) || ' words of a shop ', 12), 0, 0, now()
        from generate_series(1, 10000) as n;
      insert into stripe_prices (livemode, stripe_price_id, stripe_product_id, active, deleted, is_offered, amount, currency, last_ticket, read_ticket, updated_at)
        select true, 'price_' || n, 'prod_' || n, true, false, true, n, 'eur', 0, 0, now()
        from generate_series(1, 10000) as n;
      analyze stripe_products; analyze stripe_prices`)
    const plan = await ask(
      `explain select stripe_product_id from stripe_products
       where livemode and search @@ private.search_query('{lamps}', 'en') and active and not deleted;`,
    )
    expect(plan.join('\n')).toContain('stripe_products_search_idx')
    const [found] = await ask(
      `select jsonb_array_length(search_offers(true, 'words shop', 'en', 0, 24) -> 'offers');`,
    )
    expect(found).toBe('24')
  })
})
