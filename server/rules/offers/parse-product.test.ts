import { expect, test } from 'vitest'
import type { ProductLike } from './parse-product.ts'
import { parseProduct } from './parse-product.ts'

const pro: ProductLike = {
  id: 'prod_1',
  livemode: false,
  active: true,
  name: 'Pro',
  description: null,
  images: [],
  marketing_features: [],
  metadata: {},
}

test('a product is its own fields and our keys, and no other metadata', () => {
  const metadata = { access: 'pro', api_key: 'sk_live_secret', offer: 'yes' }
  expect(parseProduct({ ...pro, metadata })).toEqual({
    stripeProductId: 'prod_1',
    livemode: false,
    active: true,
    deleted: false,
    name: 'Pro',
    description: null,
    image: null,
    images: [],
    features: [],
    access: ['pro'],
    credits: null,
    creditsPer100: null,
    creditsLast: null,
    trialDays: null,
    ships: null,
    shipping: null,
    phone: null,
    license: null,
    devices: null,
    download: null,
    unreadable: [],
  })
})

test.each<[Partial<ProductLike>, object]>([
  [{ active: false }, { active: false }],
  [{ description: 'All of it' }, { description: 'All of it' }],
  [{ name: 'P\0r\ud800o' }, { name: 'Pr\ufffdo' }],
  [
    { images: ['https://i.example/1.png', 'https://i.example/2.png'] },
    {
      image: 'https://i.example/1.png',
      images: ['https://i.example/1.png', 'https://i.example/2.png'],
    },
  ],
  [{ images: ['http://i.example/1.png', 'javascript:alert(1)'] }, { image: null, images: [] }],
  [
    { marketing_features: [{ name: 'a' }, {}, { name: '' }, { name: 'b' }] },
    { features: ['a', 'b'] },
  ],
])('%j', (change, told) => {
  expect(parseProduct({ ...pro, ...change })).toMatchObject(told)
})
