import { describe, expect, test } from 'vitest'
import { secondsAgo, visitor } from './claims.ts'
import { ada, createCalls } from './tokens/bearer.ts'
import { useDatabase } from './use-database.ts'

const database = useDatabase()
const { own, as, server } = createCalls(database)
const bob = 'bob@example.com'
const mug = [{ price: 'price_mug', quantity: 2 }]
const book = [{ price: 'Gold plan', quantity: 99 }]
const empty = { outcome: 'found', lines: [], version: 0 }
const save = (lines: unknown, seen: number, address = ada) =>
  own('save_my_cart', { lines: JSON.stringify(lines), seen }, address)

describe('whoever proved their address', () => {
  test('finds what they saved, on whichever device, and nobody else does', async () => {
    expect(await own('my_cart')).toEqual(empty)
    expect(await save(mug, 0)).toEqual({ outcome: 'saved', lines: mug, version: 1 })
    expect(await own('my_cart')).toEqual({ outcome: 'found', lines: mug, version: 1 })
    expect(await own('my_cart', {}, bob)).toEqual(empty)
    expect(await own('my_cart', { live: false })).toEqual(empty)
  })

  test('overwrites only what they have seen, and is told what there is', async () => {
    await save(mug, 0)
    for (const seen of [0, 2, -1])
      expect(await save(book, seen)).toEqual({ outcome: 'changed', lines: mug, version: 1 })
    expect(await save(book, 1)).toEqual({ outcome: 'saved', lines: book, version: 2 })
    expect(await save([], 2)).toEqual({ outcome: 'saved', lines: [], version: 3 })
    expect(await save(mug, 0)).toMatchObject({ outcome: 'changed', version: 3 })
  })

  test('of 32 tabs at once saves one, and the others are told', async () => {
    await save(mug, 0)
    const told = await Promise.all(Array.from({ length: 32 }, () => save(book, 1)))
    expect(told.filter(({ outcome }) => outcome === 'saved')).toHaveLength(1)
    expect(told.filter(({ outcome }) => outcome === 'changed')).toHaveLength(31)
    expect(await own('my_cart')).toMatchObject({ version: 2 })
  })
})

test.each<[string, unknown]>([
  ['no list', { price: 'price_mug', quantity: 1 }],
  ['a name', [{ ...mug[0], name: 'Ada, Weg 1' }]],
  ['no price', [{ quantity: 1 }]],
  ['a price that is markup', [{ price: '<b>', quantity: 1 }]],
  ['a price twice', [...mug, ...mug]],
  ['a quantity of none', [{ price: 'price_mug', quantity: 0 }]],
  ['a quantity of a hundred', [{ price: 'price_mug', quantity: 100 }]],
  ['a part of one', [{ price: 'price_mug', quantity: 1.5 }]],
  ['a quantity in words', [{ price: 'price_mug', quantity: '1' }]],
  ['101 lines', Array.from({ length: 101 }, (_, at) => ({ price: `p${at}`, quantity: 1 }))],
  [
    'more than 8 kB',
    Array.from({ length: 40 }, (_, at) => ({ price: `${at}`.padEnd(250, 'x'), quantity: 1 })),
  ],
  ['null', null],
])('a cart is lines and nothing else: %s is refused', async (_, lines) => {
  await expect(save(lines, 0)).rejects.toMatchObject({ code: '22023' })
  expect(await own('my_cart')).toEqual(empty)
})

test('a hundred lines are a cart', async () => {
  const lines = Array.from({ length: 100 }, (_, at) => ({ price: `price_${at}`, quantity: 1 }))
  expect(await save(lines, 0)).toMatchObject({ outcome: 'saved' })
})

test.each<[string, object]>([
  ['by a password', { amr: [{ method: 'password', timestamp: secondsAgo(30) }] }],
  ['too long ago', { amr: [{ method: 'otp', timestamp: secondsAgo(3661) }] }],
  ['as nobody', { is_anonymous: true }],
])('whoever signed in %s has no cart', async (_, changes) => {
  await save(mug, 0)
  const unproven = as(visitor(ada, { ...changes }))
  expect(await unproven('my_cart')).toEqual({ outcome: 'account_unknown' })
  const args = { lines: '[]', seen: 1 }
  expect(await unproven('save_my_cart', args)).toEqual({ outcome: 'account_unknown' })
  expect(await own('my_cart')).toMatchObject({ lines: mug })
})

test('what nobody touched for ninety days is gone, whether the clock came or not', async () => {
  const age = (days: number) =>
    database.asOwner(`update private.carts set saved_at = now() - make_interval(days => ${days})`)
  await save(mug, 0)
  await age(89)
  await server('clear_carts')
  expect(await own('my_cart')).toMatchObject({ lines: mug })
  await age(91)
  expect(await own('my_cart')).toEqual(empty)
  expect(await save(book, 0)).toEqual({ outcome: 'saved', lines: book, version: 1 })
  await age(91)
  await server('clear_carts')
  expect(await database.asOwner('select 1 from private.carts')).toEqual([])
})
