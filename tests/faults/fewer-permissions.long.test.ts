import { expect, test } from 'vitest'
import { offWithout } from '#server/needs.ts'
import { createShop } from '#tests/doors/purchases.ts'
import { emptyWorld } from '#tests/world.ts'

/** As the doctor names them, each by itself; the clock, a webhook and a sign-in after something of all kinds was sold. */
test.each(Object.entries(offWithout))(
  'a key without %s: the clock says that "%s" is off, and all else is as before',
  async (permission, subject) => {
    const world = await emptyWorld()
    const { stripe } = world
    const shop = createShop(stripe)
    world.loseWebhooks()
    const pay = (link: string, email: string) =>
      stripe.payCheckout(stripe.followLink(link).id, { email })
    pay(shop.bookLink, 'bob@example.com')
    stripe.openDispute({ charge: stripe.charges()[0]!.id })
    const id = pay(shop.proLink, 'ada@example.com').customer as string

    stripe.control({ revokedPermissions: [permission] })
    expect(await (await world.tick()).json()).toMatchObject({ off: [subject], isComplete: true })
    expect(await world.rowOf(id)).toMatchObject({ email: 'ada@example.com' })
    stripe.updateCustomer(id, { email: 'new@example.com' })
    const rung = { object: 'event', type: 'customer.updated', livemode: false }
    const answer = await world.deliver({ ...rung, data: { object: { id } } })
    expect(await answer.json()).toEqual({ received: true, outcome: 'recorded' })
    const { links } = await world.links({ email: 'new@example.com' })
    expect(links).toMatchObject([{ url: expect.stringMatching(/^http/) }])
    // Nothing but the row is needed to be whole again.
    stripe.control({ revokedPermissions: [] })
    expect(await (await world.tick()).json()).toMatchObject({ off: [], isComplete: true })
  },
)
