import { beforeEach, expect, test } from 'vitest'
import { seedShop } from '#local/seed-shop.ts'
import { useStandIn } from '../stand-in.ts'

const own = useStandIn()
beforeEach(() => seedShop(own.stripe, 'https://example.com/'))

test('the shop offers two plans, two packs and pay what you want, and has a price that it does not offer', async () => {
  const expand = ['data.product']
  const { data } = await own.sdk.prices.list({ active: true, limit: 100, expand })
  const shown = data.map(({ product, recurring, metadata }) => [
    (product as { name: string }).name,
    recurring?.interval ?? 'once',
    metadata['offer'] ?? 'not offered',
  ])
  expect(shown.toReversed()).toEqual([
    ['Pro', 'month', 'yes'],
    ['Pro', 'year', 'yes'],
    ['Pro', 'month', 'not offered'],
    ['Patron', 'month', 'yes'],
    ['Patron', 'year', 'yes'],
    ['Export pack', 'once', 'yes'],
    ['Drawing pack', 'once', 'yes'],
    ['Thank you', 'once', 'yes'],
  ])
})

test('it was there before anybody listened: no event tells of it', () => {
  expect(own.stripe.events()).toEqual([])
})

test('one of its links leads back, the other stays at Stripe', async () => {
  const { data } = await own.sdk.paymentLinks.list()
  expect(data.map(({ after_completion }) => after_completion.redirect?.url)).toEqual([
    undefined,
    'https://example.com/#bought={CHECKOUT_SESSION_ID}',
  ])
})
