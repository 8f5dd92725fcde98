import { beforeEach, describe, expect, test } from 'vitest'
import type { OffersResponse } from '#server/contract/offers.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { expectNothingTold } from '../nothing-told.ts'
import { supabaseFaults } from '../service-faults.ts'
import { alterEnvironment, callsOf } from '../shop.ts'
import { skipSilence } from '../time-outs.ts'

const log = listenToLog()
let world: World
beforeEach(async () => {
  world = await emptyWorld()
  world.supabase.resetCalls()
})

const ask = (path = '/api/offers', init?: RequestInit) => fetch(world.origin + path, init)
const list = async (path?: string) => (await (await ask(path)).json()) as OffersResponse

type Row = Record<string, unknown>

/** A product with its prices in the tables, as a read of Stripe would record them. */
async function record(product: Row, prices: Row[], livemode = false): Promise<void> {
  const known = { livemode, active: true, deleted: false, stripe_product_id: 'prod_pro' }
  await world.supabase.database.query('select record_catalogue($1, $2, take_read_ticket())', [
    [{ ...known, name: 'Pro', ...product }],
    prices.map((price, at) => ({
      ...known,
      stripe_price_id: `price_${at}`,
      is_offered: true,
      amount: 900,
      currency: 'usd',
      interval: 'month',
      interval_count: 1,
      ...price,
    })),
  ])
}

const asked = () => world.supabase.calls.map(({ path }) => path)

test('what is on offer is told to anyone, by one question to the database and none to Stripe', async () => {
  await record(
    { description: 'All of it', image: 'https://i.example/p.png', features: ['Export'] },
    [
      { credits: 1000, trial_days: 14, access: ['export', 'pro'] },
      { amount: 9000, interval: 'year' },
      { is_offered: false },
    ],
  )
  expect(await list()).toEqual({
    offers: [
      {
        price: 'price_0',
        product: 'prod_pro',
        name: 'Pro',
        description: 'All of it',
        image: 'https://i.example/p.png',
        images: [],
        features: ['Export'],
        amount: 900,
        currency: 'usd',
        interval: 'month',
        intervalCount: 1,
        custom: null,
        tax: null,
        soldOut: false,
        trialDays: 14,
        credits: 1000,
        creditsPer100: null,
        access: ['export', 'pro'],
      },
      expect.objectContaining({
        price: 'price_1',
        amount: 9000,
        interval: 'year',
        access: ['prod_pro'],
      }),
    ],
    next: null,
    gone: [],
    updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  })
  expect([callsOf(world), asked()]).toEqual([[], ['/rest/v1/rpc/search_offers']])
})

test('only the mode of the key is told', async () => {
  await record({ name: 'Test' }, [{}])
  await record({ name: 'Live' }, [{}], true)
  expect((await list()).offers).toMatchObject([{ name: 'Test' }])
  alterEnvironment({ STRIPE_API_KEY: 'sk_live_local' })
  expect((await list()).offers).toMatchObject([{ name: 'Live' }])
})

test('nothing is an empty list, and so is a database in which the migration has not run', async () => {
  expect(await list()).toEqual({ offers: [], next: null, gone: [], updatedAt: null })
  world.supabase.control({
    faults: [{ path: '/rest/v1/rpc/search_offers', status: 404, body: { code: 'PGRST202' } }],
  })
  expect(await list()).toEqual({ offers: [], next: null, gone: [], updatedAt: null })
})

describe('with a query', () => {
  const mugs = (most: number) =>
    Promise.all(
      Array.from({ length: most }, (_, at) =>
        record({ stripe_product_id: `prod_${at}`, name: at % 2 === 0 ? 'Mug' : 'Lamp' }, [
          {
            stripe_product_id: `prod_${at}`,
            stripe_price_id: `price_${at}`,
            amount: at + 100,
            interval: null,
          },
        ]),
      ),
    )
  const pricesOf = ({ offers }: OffersResponse) => offers.map(({ price }) => price)

  test('words are looked for, in the language that is named', async () => {
    await mugs(3)
    expect(pricesOf(await list('/api/offers?q=mugs&lang=en'))).toEqual(['price_0', 'price_2'])
    expect(pricesOf(await list('/api/offers?q=nothing'))).toEqual([])
  })

  test('there are 24 products on a page, and the way to the next', async () => {
    await mugs(25)
    const [first, all] = [await list(), await ask('/offers.md')]
    expect([first.offers.length, first.next]).toEqual([24, '24'])
    const second = await list('/api/offers?after=24')
    expect([pricesOf(second), second.next]).toEqual([['price_24'], null])
    expect(await all.text()).toContain('price_24')
  })

  test('a product is told, and prices are, with those that are gone', async () => {
    await mugs(3)
    expect(pricesOf(await list('/api/offers?product=prod_1'))).toEqual(['price_1'])
    expect(pricesOf(await list('/api/offers?product=prod_none'))).toEqual([])
    const told = await list('/api/offers?prices=price_2,price_none,price_0')
    expect(pricesOf(told)).toEqual(['price_2', 'price_0'])
    expect(told.gone).toEqual([{ price: 'price_none', instead: null }])
  })

  test('what is sold out is told as such', async () => {
    await record({}, [{ is_offered: false, is_sold_out: true, tax_behavior: 'inclusive' }])
    expect((await list()).offers).toMatchObject([{ soldOut: true, tax: 'inclusive' }])
  })
})

test('/offers.md is the same in Markdown, and so is ?format=md', async () => {
  await record({}, [{}])
  for (const path of ['/offers.md', '/offers.md?x=1', '/api/offers?format=md']) {
    const response = await ask(path)
    expect(response.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
    expect(await response.text()).toContain('## Pro\n\n- **9.00 USD** a month, opens `prod_pro`')
  }
  // Whatever a browser would rather have: the address decides, because the answer is kept by it.
  const json = await ask('/api/offers', { headers: { Accept: 'text/markdown' } })
  expect(json.headers.get('Content-Type')).toBe('application/json')
})

describe('the answer', () => {
  test.each(['/api/offers', '/offers.md'])(
    'is kept by Netlify for a minute, and read by pages of any origin: %s',
    async (path) => {
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await ask(path, {
          method,
          headers: { Origin: 'https://a.example' },
        })
        expect(status).toBe(200)
        expect(Object.fromEntries(headers)).toMatchObject({
          'access-control-allow-origin': '*',
          'cache-control': 'public, max-age=0, must-revalidate',
          'netlify-cdn-cache-control': 'public, durable, max-age=60, stale-while-revalidate=600',
          'netlify-vary': 'query=format|q|product|prices|after|lang',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        })
        expect(headers.has('Vary')).toBe(false)
      }
    },
  )

  test.each(Object.entries(supabaseFaults).filter(([name]) => name !== '404'))(
    'is kept by nobody if the database fails: %s',
    async (name, [fault, { status, code }]) => {
      world.supabase.control({ faults: [{ path: '/rest/v1/rpc/search_offers', ...fault }] })
      if (name === 'silence') skipSilence()
      const refused = await ask()
      expect([refused.status, refused.headers.get('Content-Type')]).toEqual([
        status,
        'application/problem+json',
      ])
      expect(refused.headers.get('Cache-Control')).toBe('no-store')
      expect(refused.headers.get('Access-Control-Allow-Origin')).toBe('*')
      for (const name of ['Netlify-CDN-Cache-Control', 'Netlify-Vary'])
        expect(refused.headers.has(name)).toBe(false)
      expect(await expectNothingTold(world, log, refused)).toContain(code)
      expect(log.takeFaults()).toHaveLength(1)
    },
  )

  test('is refused without variables, and to other methods', async () => {
    for (const method of ['POST', 'OPTIONS', 'DELETE'])
      await expectProblem(ask('/api/offers', { method }), 405, 'method_not_allowed')
    alterEnvironment({ SUPABASE_SECRET_KEY: '' })
    await expectProblem(ask(), 503, 'config_missing')
    log.takeFaults()
  })
})
