import { expect, test } from 'vitest'
import { useDatabase } from '../use-database.ts'

const database = useDatabase()
type Row = Record<string, unknown>
type Told = { offers: { price: string; sold_out: boolean }[]; gone: Row[] }

const known = { livemode: true, active: true, deleted: false, stripe_product_id: 'prod_mug' }
const price = (id: string, change: Row = {}): Row => ({
  ...known,
  stripe_price_id: id,
  is_offered: true,
  amount: 900,
  currency: 'eur',
  ...change,
})

async function record(prices: Row[], product: Row = {}): Promise<void> {
  await database.asServer('select record_catalogue($1, $2, take_read_ticket())', [
    [{ ...known, name: 'Mug', description: 'Holds tea', ...product }],
    prices,
  ])
}

async function ask(sql: string, ...params: unknown[]): Promise<Told> {
  const [row] = await database.asServer<{ told: Told }>(`select ${sql} as told`, params)
  return row!.told
}
const everywhere = async () => [
  await ask(`search_offers(true, '', 'en', 0, 24)`),
  await ask(`search_offers(true, 'tea', 'en', 0, 24)`),
  await ask(`search_offers(true, 'ug', 'en', 0, 24)`),
  await ask(`find_offers(true, 'prod_mug', null)`),
  await ask(`find_offers(true, null, '{price_mug}')`),
]

test.each<[string, Row, Row]>([
  ['a price that is not offered', { is_offered: false }, {}],
  ['an archived price', { active: false }, {}],
  ['a price of the other mode', { livemode: false }, {}],
  ['a deleted price', { active: false, deleted: true }, {}],
  ['an archived product', {}, { active: false }],
  ['a deleted product', {}, { active: false, deleted: true }],
  ['a product of the other mode', {}, { livemode: false }],
])('%s is found nowhere', async (_, ofPrice, ofProduct) => {
  await record([price('price_mug', ofPrice)], ofProduct)
  expect((await everywhere()).map(({ offers }) => offers)).toEqual([[], [], [], [], []])
})

test('what is on offer and what is sold out are found everywhere', async () => {
  await record([price('price_mug', { is_offered: false, is_sold_out: true })])
  for (const { offers } of await everywhere())
    expect(offers).toMatchObject([{ price: 'price_mug', sold_out: true }])
})

test('prices are told in the order of the question; what ended is gone, with what there is instead', async () => {
  await record([
    price('price_old', { active: false }),
    price('price_new', { amount: 1000 }),
    price('price_year', { interval: 'year', interval_count: 1 }),
  ])
  const told = await ask(`find_offers(true, null, '{price_year,price_old,price_none,price_new}')`)
  expect(told.offers.map((offer) => offer.price)).toEqual(['price_year', 'price_new'])
  expect(told.gone).toEqual([
    { price: 'price_none', instead: null },
    { price: 'price_old', instead: 'price_new' },
  ])
})

test('a changed name is found at once, and the old one no longer', async () => {
  await record([price('price_mug')])
  await record([], { name: 'Cup' })
  expect((await ask(`search_offers(true, 'cup', 'en', 0, 24)`)).offers).toHaveLength(1)
  expect((await ask(`search_offers(true, 'mug', 'en', 0, 24)`)).offers).toHaveLength(0)
})
