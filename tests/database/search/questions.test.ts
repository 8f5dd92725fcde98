import { beforeAll, expect, test } from 'vitest'
import { questions, searchShop } from './shop.ts'
import { useDatabase } from '../use-database.ts'

const database = useDatabase('once')
type Told = { offers: { product: string; price: string }[]; next: number | null }

beforeAll(async () => {
  const { products, prices } = searchShop()
  await database.asServer('select record_catalogue($1, $2, take_read_ticket())', [products, prices])
})

async function search(words: string | null, language = 'en', after = 0, most = 24): Promise<Told> {
  const sql = 'select search_offers(true, $1, $2, $3, $4) as told'
  const [row] = await database.asServer<{ told: Told }>(sql, [words, language, after, most])
  return row!.told
}
const idsOf = ({ offers }: Told) => offers.map(({ product }) => product.replace('prod_', ''))

test.each(questions)('"%s" (%s) finds %j', async (words, language, found) => {
  expect(idsOf(await search(words, language))).toEqual(found)
})

test.each(['', ' ', '!?', '((((', '😀', null])('"%s" is no word: all are shown', async (words) => {
  const { offers, next } = await search(words)
  expect([offers.length, next]).toEqual([searchShop().products.length, null])
})

test('no character of a question raises anything', async () => {
  const signs = Array.from({ length: 0x2c0 }, (_, at) => String.fromCodePoint(at + 1))
  for (let at = 0; at < signs.length; at += 8)
    await search(`a${signs.slice(at, at + 8).join('a ')}`)
})

test('pages follow each other without a gap, the cheapest first, and the last one says so', async () => {
  const pages = [
    await search('', 'en', 0, 7),
    await search('', 'en', 7, 7),
    await search('', 'en', 14, 7),
  ]
  expect(pages.map(({ next }) => next)).toEqual([7, 14, null])
  expect(pages.flatMap(idsOf)).toEqual(
    searchShop().products.map((each) => String(each['stripe_product_id']).replace('prod_', '')),
  )
  expect(idsOf(await search('', 'en', 99))).toEqual([])
  const [first, second] = [await search('lamp', 'en', 0, 1), await search('lamp', 'en', 1, 1)]
  expect([idsOf(first), first.next, idsOf(second), second.next]).toEqual([
    ['lamp'],
    1,
    ['story'],
    null,
  ])
})

test('nine words are eight, and what is longer than 64 characters is cut', async () => {
  expect(idsOf(await search('lamp lamp lamp lamp lamp lamp lamp lamp helm'))).toEqual([
    'lamp',
    'story',
  ])
  expect(idsOf(await search(`${'lamp '.repeat(1)}${' '.repeat(60)}helm`))).toEqual([
    'lamp',
    'story',
  ])
})
