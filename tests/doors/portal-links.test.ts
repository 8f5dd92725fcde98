import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, problemOf } from '#tests/world.ts'

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

function subscribe(customer: string, product = 'Studio', more: object = {}) {
  const { stripe } = world
  const price = stripe.createPrice({
    product: stripe.createProduct({ name: product }).id,
    unit_amount: 2900,
    currency: 'eur',
    recurring: { interval: 'month' },
  })
  return stripe.createSubscription({ customer, items: [{ price: price.id, quantity: 1 }], ...more })
}

describe('a proven address', () => {
  test('reaches every customer under it, in whatever spelling, each with a link of its own', async () => {
    const ids = [
      await world.knownCustomer('ada@example.com'),
      await world.knownCustomer('ADA@example.com'),
      await world.knownCustomer(' Ada@Example.com '),
    ]
    await world.knownCustomer('eve@example.com')
    const { email, links } = await world.links({ email: 'Ada@example.com' })
    expect(email).toBe('ada@example.com')
    expect(links.map(({ customer }) => customer).sort()).toEqual(ids.sort())
    expect(new Set(links.map(({ url }) => url)).size).toBe(3)
    for (const { url } of links) expect((await fetch(url!)).status).toBe(200)
  })

  test('sees what each customer is', async () => {
    const customer = await world.knownCustomer('ada@example.com', 'Ada Lovelace')
    const { id } = subscribe(customer)
    const { links } = await world.links({ email: 'ada@example.com' })
    expect(links).toEqual([
      {
        customer,
        url: expect.stringContaining('/portal/'),
        name: 'Ada Lovelace',
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        subscriptions: [
          {
            id,
            product: 'Studio',
            items: 1,
            status: 'active',
            amountMinor: 2900,
            currency: 'eur',
            interval: 'month',
            intervalCount: 1,
            renewsAt: expect.stringMatching(/^\d{4}-/),
            endsAt: null,
          },
        ],
      },
    ])
  })

  test('without any customer gets an empty list, not an error', async () => {
    expect(await world.links({ email: 'kurt@example.com' })).toEqual({
      email: 'kurt@example.com',
      links: [],
    })
  })
})
