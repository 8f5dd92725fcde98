import { beforeEach, describe, expect, test } from 'vitest'
import type { Offer } from '#server/contract/offers.ts'
import { findObstacle } from './add-to-cart.ts'
import { takeCartLink } from './cart-link.ts'
import type { Cart } from './cart.ts'
import {
  areSame,
  joinLines,
  keyOf,
  newCart,
  parseCart,
  withKey,
  withLines,
  withQuantity,
} from './cart.ts'
import { createKeptCart } from './kept-cart.ts'

const line = (price: string, quantity = 1) => ({ price, quantity })
const cart: Cart = { ...newCart(new Uint8Array(16).fill(7), 5), lines: [line('a'), line('b', 2)] }

test.each<[string, unknown]>([
  ['nothing', null],
  ['no JSON', 'cart'],
  ['an id of somebody’s choice', { ...cart, id: 'x'.repeat(32) }],
  ['a price twice', { ...cart, lines: [line('a'), line('a')] }],
  ['markup', { ...cart, lines: [line('<b>')] }],
  ['none of it', { ...cart, lines: [line('a', 0)] }],
  ['a hundred of it', { ...cart, lines: [line('a', 100)] }],
  ['a part of one', { ...cart, lines: [line('a', 1.5)] }],
  ['101 lines', { ...cart, lines: Array.from({ length: 101 }, (_, at) => line(`p${at}`)) }],
  ['an attempt that is none', { ...cart, attempt: -1 }],
  ['no attempt', { ...cart, attempt: undefined }],
])('what is kept is a cart or nothing: %s', (_, kept) => {
  expect(parseCart(typeof kept === 'string' ? kept : JSON.stringify(kept))).toBeNull()
})

test('a cart is read as it was written, and nothing beside it', () => {
  expect(parseCart(JSON.stringify({ ...cart, name: 'Ada' }))).toEqual(cart)
})

test('quantities stay from 1 to 99, and a hundred lines are full', () => {
  expect(withQuantity([line('a')], 'a', 0)).toEqual([])
  expect(withQuantity([line('a')], 'a', 1000)).toEqual([line('a', 99)])
  expect(withQuantity([line('a')], 'b', -1)).toEqual([line('a')])
  const many = Array.from({ length: 100 }, (_, at) => line(`p${at}`))
  expect(withQuantity(many, 'one more', 1)).toEqual(many)
})

test('two carts are joined without adding up what both hold', () => {
  expect(joinLines([line('a', 2)], [line('a', 3), line('b')])).toEqual([line('a', 3), line('b')])
  expect(joinLines([line('a', 2)], [line('a')])).toEqual([line('a', 2)])
  expect(areSame([line('a'), line('b')], [line('b'), line('a')])).toBe(true)
  expect(areSame([line('a')], [line('a', 2)])).toBe(false)
})

describe('the attempt', () => {
  const again = { ...cart, attempt: 2 }
  test('belongs to these lines: others begin at the first', () => {
    expect(keyOf(again)).toBe(`${cart.id}.2`)
    expect(withLines(again, [line('a')], 9)).toMatchObject({ attempt: 0, changedAt: 9 })
    expect(withLines(again, again.lines.toReversed(), 9)).toBe(again)
  })

  test('is taken from an answer only if that is about this cart, and never goes back', () => {
    expect(withKey(cart, cart, `${cart.id}.1`)).toMatchObject({ attempt: 1 })
    expect(withKey(again, cart, `${cart.id}.1`)).toBe(again)
    expect(withKey(cart, { ...cart, lines: [line('a')] }, `${cart.id}.1`)).toBe(cart)
    expect(withKey(cart, cart, `${'0'.repeat(32)}.1`)).toBe(cart)
    expect(withKey(cart, cart, 'rubbish')).toBe(cart)
  })
})

describe('the cart that a browser keeps', () => {
  let kept: Map<string, string>
  let isRefused = false
  let last = 0
  const open = () =>
    createKeptCart({
      findStorage: () => {
        if (isRefused) throw new Error('refused')
        return {
          getItem: (name: string) => kept.get(name) ?? null,
          setItem: (name: string, text: string) => void kept.set(name, text),
        } as Storage
      },
      random: () => new Uint8Array(16).fill(++last),
      now: () => 1,
      addEventListener: () => undefined,
    })
  beforeEach(() => {
    kept = new Map()
    isRefused = false
  })

  test('is the same in two tabs, each change made on what the other wrote', () => {
    const [one, other] = [open(), open()]
    one.setLines((lines) => withQuantity(lines, 'a', 1))
    other.setLines((lines) => withQuantity(lines, 'b', 1))
    expect(one.read()).toEqual(other.read())
    expect(one.read().lines).toEqual([line('a'), line('b')])
    expect(JSON.parse(kept.get('cart:v1')!)).toEqual(one.read())
  })

  test('is emptied with a new id, and only if it is still the one that was paid', () => {
    const one = open()
    const { id } = one.setLines(() => [line('a')])
    one.empty('0'.repeat(32))
    expect(one.read().lines).toHaveLength(1)
    one.empty(id)
    expect(one.read()).toMatchObject({ lines: [], attempt: 0 })
    expect(one.read().id).not.toBe(id)
  })

  test('lives until the page is left where storage is refused, and says so', () => {
    isRefused = true
    const one = open()
    one.setLines(() => [line('a')])
    expect([one.read().lines, one.isKept()]).toEqual([[line('a')], false])
    expect(open().read().lines).toEqual([])
  })

  test('that somebody else broke is begun anew', () => {
    kept.set('cart:v1', '{"lines":[{"price":"<img>"}]}')
    expect(open().read().lines).toEqual([])
  })
})

test.each([
  ['#cart=price_1*2,price_2', [line('price_1', 2), line('price_2')], ''],
  ['#a=b&cart=price_1&c', [line('price_1')], '#a=b&c'],
  ['#cart=Gold%20plan*3', [line('Gold plan', 3)], ''],
  ['#cart=price_1*0,<b>*2,*3,price_2*100', [], ''],
  ['#cart=', [], ''],
  ['#bought=cs_test_1', [], '#bought=cs_test_1'],
  ['', [], ''],
])('the link %s suggests %j', (hash, lines, rest) => {
  let address = `/cart?lang=de${hash}`
  const location = { hash, pathname: '/cart', search: '?lang=de' } as Location
  const history = {
    state: null,
    replaceState: (_: unknown, __: string, to: string) => void (address = to),
  } as unknown as History
  expect(takeCartLink({ location, history })).toEqual(lines)
  expect(address).toBe(`/cart?lang=de${rest}`)
})

const offer = {
  price: 'a',
  currency: 'eur',
  interval: null,
  intervalCount: null,
  custom: null,
} as Offer
const plan = { ...offer, interval: 'month', intervalCount: 1 } as const
const custom = { minimum: null, maximum: null, preset: null }
test.each<[string, Partial<Offer>, Partial<Offer>[], string | null]>([
  ['into an empty cart', plan, [], null],
  ['a plan beside a book', plan, [{}], null],
  ['a second plan of the same rhythm', plan, [plan], null],
  ['another rhythm', plan, [{ ...plan, intervalCount: 3 }], 'rhythm'],
  ['another currency', {}, [{ currency: 'usd' }], 'currency'],
  ['an amount of choice beside something', { custom }, [{}], 'alone'],
  ['something beside an amount of choice', {}, [{ custom }], 'alone'],
  ['one more than a hundred', {}, Array.from({ length: 100 }, () => ({})), 'full'],
])('%s', (_, added, present, obstacle) => {
  const others = present.map((each, at) => ({ ...offer, ...each, price: `p${at}` }))
  expect(findObstacle({ ...offer, ...added }, others)).toBe(obstacle)
})
