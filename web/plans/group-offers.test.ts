import { expect, test } from 'vitest'
import { anOffer } from '#tests/page/an-offer.ts'
import { groupOffers } from './group-offers.ts'

test('each product is there once, with all of its prices, in the order of the door', () => {
  const offers = [
    anOffer({ price: 'price_1', product: 'prod_a' }),
    anOffer({ price: 'price_2', product: 'prod_b' }),
    anOffer({ price: 'price_3', product: 'prod_a' }),
  ]
  const told = groupOffers(offers).map(({ id, first, offers }) => [
    id,
    first.price,
    offers.map(({ price }) => price),
  ])
  expect(told).toEqual([
    ['prod_a', 'price_1', ['price_1', 'price_3']],
    ['prod_b', 'price_2', ['price_2']],
  ])
})
