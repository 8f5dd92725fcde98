import { describe, expect, test } from 'vitest'
import type { Identity } from '#local/supabase/as-role.ts'
import { anybody, visitor } from './claims.ts'
import { useDatabase } from './use-database.ts'

type Read = Record<string, unknown>
type Outcome = { kind: string; id: string; outcome: string; read: number }

const database = useDatabase()

async function takeTicket(): Promise<number> {
  const [row] = await database.asServer<{ ticket: number }>('select take_read_ticket() as ticket')
  return row!.ticket
}

const pro = { stripe_product_id: 'prod_pro', livemode: true, active: true, deleted: false }
const monthly = {
  stripe_price_id: 'price_monthly',
  stripe_product_id: 'prod_pro',
  livemode: true,
  active: true,
  deleted: false,
  is_offered: true,
  amount: 900,
  currency: 'usd',
  interval: 'month',
  interval_count: 1,
}
const product = (change: Read = {}): Read => ({ ...pro, name: 'Pro', ...change })
const price = (change: Read = {}): Read => ({ ...monthly, ...change })
const gone = ({ stripe_product_id, stripe_price_id, livemode }: Read): Read => ({
  livemode,
  ...(stripe_price_id === undefined ? { stripe_product_id } : { stripe_price_id }),
  active: false,
  deleted: true,
})

const recordAll = (ticket: number, products: Read[], prices: Read[]) =>
  database.asServer<Outcome>(
    'select kind, id, outcome, read_ticket::int as read from record_catalogue($1, $2, $3)',
    [products, prices, ticket],
  )

async function record(products: Read[], prices: Read[] = []): Promise<void> {
  const outcomes = await recordAll(await takeTicket(), products, prices)
  expect(outcomes.map(({ outcome }) => outcome)).not.toContain('overtaken')
}

async function offers(livemode = true): Promise<Read[]> {
  const [row] = await database.asServer<{ told: { offers: Read[] } }>(
    'select list_offers($1) as told',
    [livemode],
  )
  return row!.told.offers
}

const productsKept = () =>
  database.asServer<Read>('select name, active, deleted, access from stripe_products')

/** What is recorded under a ticket that was drawn first of all, or only now; and what becomes of it. */
type Step = [ticket: 'first' | 'now', read: Read, outcome: string]

describe.each([
  ['product', product, 'name', 'Pro', 'Pro 2'],
  ['price', price, 'amount', 900, 1200],
] as const)('of a %s', (kind, make, field, before, after) => {
  const old = make({ [field]: before, access: ['pro'] })
  const fresh = make({ [field]: after, access: ['pro'] })

  test.each<[string, Step[], Read]>([
    ['nobody knew is recorded', [['first', old, 'recorded']], { [field]: before }],
    [
      'that began after the last write replaces the row',
      [
        ['now', old, 'recorded'],
        ['now', fresh, 'recorded'],
      ],
      { [field]: after, deleted: false },
    ],
    [
      'that began before the last write is overtaken and changes nothing',
      [
        ['now', fresh, 'recorded'],
        ['first', old, 'overtaken'],
      ],
      { [field]: after },
    ],
    [
      'is overtaken also by the same ticket: it serves one read',
      [
        ['first', old, 'recorded'],
        ['first', fresh, 'overtaken'],
      ],
      { [field]: before },
    ],
    [
      'that says deleted keeps the keys for those who bought it',
      [
        ['now', old, 'recorded'],
        ['now', gone(old), 'recorded'],
      ],
      { [field]: before, access: ['pro'], active: false, deleted: true },
    ],
    [
      'that says deleted is overtaken, too: an id can be used twice',
      [
        ['now', old, 'recorded'],
        ['first', gone(old), 'overtaken'],
      ],
      { [field]: before, deleted: false },
    ],
    [
      'that nobody knew and that is deleted keeps a late read out',
      [
        ['now', gone(old), 'recorded'],
        ['first', old, 'overtaken'],
      ],
      { [field]: null, deleted: true },
    ],
    [
      'made again under its old id brings it back',
      [
        ['now', gone(old), 'recorded'],
        ['now', fresh, 'recorded'],
      ],
      { [field]: after, active: true, deleted: false },
    ],
  ])('a read %s', async (_, steps, row) => {
    const first = await takeTicket()
    for (const [ticket, read, outcome] of steps) {
      const number = ticket === 'now' ? await takeTicket() : first
      const lists = kind === 'product' ? [[read], []] : [[], [read]]
      const [told, ...more] = await recordAll(number, lists[0]!, lists[1]!)
      expect([told?.kind, told?.outcome, more]).toEqual([kind, outcome, []])
      if (outcome === 'recorded') expect(told?.read).toBe(number)
    }
    const kept = await database.asServer<Read>(`select * from stripe_${kind}s`)
    expect(kept).toMatchObject([row])
  })

  test('the ids of a mode are its own', async () => {
    const both = [old, make({ [field]: after, livemode: false })]
    await record(...((kind === 'product' ? [both] : [[], both]) as [Read[], Read[]]))
    const kept = await database.asServer(
      `select livemode, ${field}::text as told from stripe_${kind}s order by 1`,
    )
    expect(kept).toEqual([
      { livemode: false, told: String(after) },
      { livemode: true, told: String(before) },
    ])
  })

  test('the same id twice in one list is one row, as it was given last', async () => {
    await record(...((kind === 'product' ? [[old, fresh]] : [[], [old, fresh]]) as [Read[]]))
    const kept = await database.asServer<Read>(`select ${field} as told from stripe_${kind}s`)
    expect(kept.map(({ told }) => String(told))).toEqual([String(after)])
  })
})

test('the keys of the store and the pictures are recorded, kept when it is deleted, and replaced by a read', async () => {
  const keys = {
    ships: ['DE', 'AT'],
    shipping: ['shr_2', 'shr_1'],
    phone: true,
    license: 'forever',
    devices: 3,
    download: 'app/',
  }
  const [images, more] = [
    ['https://i.example/1.png'],
    { is_metered: true, tax_behavior: 'inclusive' },
  ]
  const kept = async () => [
    (await database.asServer<Read>('select * from stripe_products'))[0],
    (await database.asServer<Read>('select * from stripe_prices'))[0],
  ]
  await record([product({ ...keys, images })], [price({ ...keys, ...more })])
  expect(await kept()).toMatchObject([
    { ...keys, images },
    { ...keys, ...more },
  ])
  await record([gone(pro)], [gone(monthly)])
  expect(await kept()).toMatchObject([
    { ...keys, images },
    { ...keys, ...more },
  ])
  await record([product()], [price()])
  const none = Object.fromEntries(Object.keys(keys).map((key) => [key, null]))
  expect(await kept()).toMatchObject([
    { ...none, images: [] },
    { ...none, is_metered: false },
  ])
})

test('what is sold out is shown as sold out, and never on offer as well', async () => {
  await record([product()], [price({ is_offered: false, is_sold_out: true })])
  expect(await offers()).toMatchObject([{ price: 'price_monthly', sold_out: true }])
  const both = price({ is_sold_out: true })
  await expect(recordAll(await takeTicket(), [], [both])).rejects.toMatchObject({ code: '23514' })
})

test('whoever is refused is told the ticket of the read that the row holds', async () => {
  const [first, second] = [await takeTicket(), await takeTicket()]
  await recordAll(second, [product()], [])
  expect(await recordAll(first, [product()], [])).toMatchObject([
    { outcome: 'overtaken', read: second },
  ])
})

test.each([
  ['a product without a name', [product({ name: null })], [], '23514'],
  ['a product without a mode', [product({ livemode: null })], [], '23502'],
  ['a price without a currency', [product()], [price({ currency: null })], '23514'],
  ['a price without an id', [product()], [price({ stripe_price_id: null })], '23502'],
])('%s refuses them all', async (_, products, prices, code) => {
  await expect(recordAll(await takeTicket(), products, prices)).rejects.toMatchObject({ code })
  expect(await productsKept()).toEqual([])
})

describe('on offer', () => {
  test.each<[string, Read, Read]>([
    ['a price that is not offered', {}, { is_offered: false }],
    ['an archived price', {}, { active: false }],
    ['a price of an archived product', { active: false }, {}],
    ['a deleted price', {}, gone(monthly)],
    ['a price of a deleted product', gone(pro), {}],
    ['a price of the other mode', {}, { livemode: false }],
    ['a price whose product was not read yet', { stripe_product_id: 'prod_other' }, {}],
  ])('is not %s', async (_, productChange, priceChange) => {
    await record([product()], [price()])
    expect(await offers()).toHaveLength(1)
    // As if it had been so from the beginning.
    await database.asOwner('truncate stripe_products, stripe_prices')
    await record([product(productChange)], [price(priceChange)])
    expect(await offers()).toEqual([])
  })

  test('every field is told, and the other mode’s are not', async () => {
    await record(
      [
        product({
          description: 'All of it',
          image: 'https://i.example/p.png',
          features: ['a', 'b'],
        }),
        product({ livemode: false, name: 'Test' }),
      ],
      [price(), price({ livemode: false, amount: 1 })],
    )
    expect(await offers()).toEqual([
      {
        price: 'price_monthly',
        product: 'prod_pro',
        name: 'Pro',
        description: 'All of it',
        image: 'https://i.example/p.png',
        images: [],
        features: ['a', 'b'],
        amount: 900,
        currency: 'usd',
        interval: 'month',
        interval_count: 1,
        custom: null,
        tax: null,
        sold_out: false,
        trial_days: null,
        credits: null,
        credits_per_100: null,
        access: ['prod_pro'],
      },
    ])
    expect(await offers(false)).toMatchObject([{ name: 'Test', amount: 1 }])
  })

  test('what the customer pays is theirs to choose', async () => {
    const custom = { amount: null, is_custom: true, custom_minimum: 100, custom_preset: 500 }
    await record([product()], [price(custom)])
    const told = { minimum: 100, maximum: null, preset: 500 }
    expect(await offers()).toMatchObject([{ amount: null, custom: told }])
  })

  const ofProduct = { access: ['pro'], credits: 10, credits_per_100: 5, trial_days: 14 }
  test.each<[string, Read, Read]>([
    ['the product’s', {}, ofProduct],
    ['the price’s before the product’s', { credits: 99 }, { ...ofProduct, credits: 99 }],
    ['the price’s names', { access: ['a', 'b'] }, { ...ofProduct, access: ['a', 'b'] }],
    [
      'none where the price’s can’t be read',
      { unreadable: ['credits', 'trial_days'] },
      { ...ofProduct, credits: null, trial_days: null },
    ],
  ])('key by key: %s', async (_, change, told) => {
    await record([product(ofProduct)], [price(change)])
    expect(await offers()).toMatchObject([told])
  })

  test('the cheapest product is first, and in it the cheapest price', async () => {
    const [book, tip] = [{ stripe_product_id: 'prod_book' }, { stripe_product_id: 'prod_tip' }]
    const as = (id: string, change: Read) => price({ stripe_price_id: id, ...change })
    await record(
      [product(), product({ ...book, name: 'A book' }), product({ ...tip, name: 'A tip' })],
      [
        as('price_yearly', { amount: 9000 }),
        as('price_tip', { ...tip, amount: null, is_custom: true }),
        as('price_book', { ...book, amount: 4000 }),
        price(),
      ],
    )
    const order = (await offers()).map((offer) => offer.price)
    expect(order).toEqual(['price_monthly', 'price_yearly', 'price_book', 'price_tip'])
  })
})

test('when anything of the mode was last read is told, and null before', async () => {
  const told = async (livemode: boolean) =>
    (
      await database.asServer<{ at: string | null }>(
        `select list_offers($1) ->> 'updated_at' as at`,
        [livemode],
      )
    )[0]!.at
  expect(await told(true)).toBeNull()
  await record([product()])
  expect(Date.parse((await told(true)) ?? '')).toBeGreaterThan(Date.now() - 60_000)
  expect(await told(false)).toBeNull()
})

describe('names of access', () => {
  const names = async (price: string | null, product: string | null, mode = true) =>
    (
      await database.asOwner<{ names: string[] }>(
        'select private.access_names($1, $2, $3) as names',
        [mode, price, product],
      )
    )[0]!.names

  test('are the price’s, else the product’s, else the product’s id', async () => {
    await record(
      [product({ access: ['pro'] })],
      [price({ access: ['export', 'pro'] }), price({ stripe_price_id: 'price_plain' })],
    )
    expect(await names('price_monthly', 'prod_pro')).toEqual(['export', 'pro'])
    expect(await names('price_plain', 'prod_pro')).toEqual(['pro'])
    expect(await names('price_unknown', 'prod_pro')).toEqual(['pro'])
    expect(await names('price_plain', 'prod_unknown')).toEqual(['prod_unknown'])
    expect(await names('price_monthly', 'prod_pro', false)).toEqual(['prod_pro'])
    expect(await names(null, null)).toEqual([])
  })

  test('outlive the price and the product', async () => {
    await record([product({ access: ['pro'] })], [price()])
    await record([gone(pro)], [gone(monthly)])
    expect(await names('price_monthly', 'prod_pro')).toEqual(['pro'])
  })
})

describe.each<[string, Identity]>([
  ['a stranger', anybody],
  ['a visitor', visitor('ada@example.com')],
])('%s', (_, identity) => {
  test('sees what is on offer, in either mode, and nothing else', async () => {
    const hidden = { stripe_product_id: 'prod_secret' }
    await record(
      [
        product(),
        product({ livemode: false, name: 'Test' }),
        product({ ...hidden, name: 'Not yet told' }),
        product({ stripe_product_id: 'prod_old', active: false }),
      ],
      [
        price(),
        price({ livemode: false }),
        price({ ...hidden, stripe_price_id: 'price_secret', is_offered: false }),
        price({ stripe_price_id: 'price_old', active: false }),
        price({ stripe_price_id: 'price_of_old', stripe_product_id: 'prod_old', active: false }),
      ],
    )
    const see = (sql: string) => database.as(identity, sql)
    expect(await see('select livemode, name from stripe_products order by 1')).toEqual([
      { livemode: false, name: 'Test' },
      { livemode: true, name: 'Pro' },
    ])
    expect(await see('select livemode, stripe_price_id from stripe_prices order by 1')).toEqual([
      { livemode: false, stripe_price_id: 'price_monthly' },
      { livemode: true, stripe_price_id: 'price_monthly' },
    ])
  })
})
