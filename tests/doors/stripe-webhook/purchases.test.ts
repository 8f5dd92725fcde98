import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { createShop, purchasesOf } from '../purchases.ts'

const log = listenToLog()

let world: World
let shop: ReturnType<typeof createShop>
beforeEach(async () => {
  world = await emptyWorld()
  shop = createShop(world.stripe)
})
const rows = async () => purchasesOf(world)
const rest = () => world.stripe.settled()
const pay = (link: string, payer = {}) => {
  const { id } = world.stripe.followLink(link)
  return world.stripe.payCheckout(id, { email: 'ada@example.com', ...payer })
}

describe('a Payment Link that is paid', () => {
  test('once, by a guest: the line is theirs for good', async () => {
    const { id } = pay(shop.bookLink)
    await rest()
    expect(await rows()).toEqual([
      {
        source: id,
        line: expect.stringMatching(/^li_/),
        address: 'ada@example.com',
        product: shop.book.product,
        quantity: 1,
        status: 'paid',
        until: 'infinity',
        chain: null,
        granted: null,
      },
    ])
  })

  test('for a plan: the item opens it, and the invoice has its line, once', async () => {
    const { subscription } = pay(shop.proLink)
    await rest()
    const [invoice] = world.stripe.invoices()
    const { items } = world.stripe.subscriptions()[0]!
    expect(await rows()).toMatchObject([
      { source: invoice!.id, product: shop.pro.product, until: null, chain: items.data[0]!.id },
      {
        source: subscription,
        line: items.data[0]!.id,
        status: 'active',
        address: 'ada@example.com',
      },
    ])
    const [, item] = await rows()
    const grace = 7 * 86_400
    expect(Date.parse(item!.until!) / 1000).toBe(items.data[0]!.current_period_end + grace)
  })

  test('by a bank that takes days: nothing is theirs before the money is there', async () => {
    const { payment_intent: intent } = pay(shop.bookLink, { method: 'bank' })
    await rest()
    expect(await rows()).toEqual([])
    world.stripe.settlePayment(intent as string, 'succeeds')
    await rest()
    expect(await rows()).toMatchObject([{ status: 'paid', until: 'infinity' }])
  })

  test('by a bank that fails: nothing is theirs', async () => {
    const { payment_intent: intent } = pay(shop.bookLink, { method: 'bank' })
    world.stripe.settlePayment(intent as string, 'fails')
    await rest()
    expect(await rows()).toEqual([])
  })
})

describe('money that goes back', () => {
  const isOpen = async () => (await rows())[0]?.until === 'infinity'
  const charge = () => world.stripe.charges()[0]!.id
  beforeEach(async () => {
    pay(shop.bookLink)
    await rest()
    expect(await isOpen()).toBe(true)
  })

  test('in parts closes at the last part, and opens again if that fails', async () => {
    world.stripe.refundCharge(charge(), 500)
    await rest()
    expect(await isOpen()).toBe(true)
    const { id } = world.stripe.refundCharge(charge())
    await rest()
    expect(await isOpen()).toBe(false)
    world.stripe.settleRefund(id, 'fails')
    await rest()
    expect(await isOpen()).toBe(true)
  })

  test('by a dispute closes at once, and opens again if it is won', async () => {
    const { id } = world.stripe.openDispute({ charge: charge() })
    await rest()
    expect(await isOpen()).toBe(false)
    world.stripe.stepDispute(id, 'answer')
    world.stripe.stepDispute(id, 'win')
    await rest()
    expect(await isOpen()).toBe(true)
  })

  test('by an inquiry closes nothing before it becomes a dispute, and one that is lost for good', async () => {
    const { id } = world.stripe.openDispute({ charge: charge(), isInquiry: true })
    await rest()
    expect(await isOpen()).toBe(true)
    world.stripe.stepDispute(id, 'escalate')
    await rest()
    expect(await isOpen()).toBe(false)
    world.stripe.stepDispute(id, 'lose')
    await rest()
    expect(await isOpen()).toBe(false)
  })
})

describe('a subscription', () => {
  const item = async () => (await rows()).find(({ line }) => line.startsWith('si_'))!
  const id = () => world.stripe.subscriptions()[0]!.id
  beforeEach(async () => {
    pay(shop.proLink)
    await rest()
  })

  test('that is canceled opens nothing more', async () => {
    world.stripe.cancelSubscription(id())
    await rest()
    expect(await item()).toMatchObject({ status: 'canceled', until: null })
  })

  test('that renews goes on, with another line of an invoice', async () => {
    const before = await item()
    world.stripe.endPeriod(id())
    world.stripe.passDraftHour(id())
    await rest()
    expect(Date.parse((await item()).until!)).toBeGreaterThan(Date.parse(before.until!))
    expect((await rows()).filter(({ line }) => line.startsWith('il_'))).toHaveLength(2)
  })

  test('whose payment fails is open for a week of the new period', async () => {
    const [method] = world.stripe.subscriptions().map((each) => each.default_payment_method)
    world.stripe.setPaymentOutcome(method as string, 'fails')
    world.stripe.endPeriod(id())
    world.stripe.passDraftHour(id())
    await rest()
    const { status, until } = await item()
    const start = world.stripe.subscriptions()[0]!.items.data[0]!.current_period_start
    expect([status, Date.parse(until!) / 1000]).toEqual(['past_due', start + 7 * 86_400])
  })
})

describe('a key that may not read', () => {
  /** The answer to the ring of a session that was paid by such a key's customer. */
  async function ringWithout(permission: string): Promise<[number, unknown]> {
    world.loseWebhooks()
    const { id } = pay(shop.bookLink)
    world.stripe.control({ revokedPermissions: [permission] })
    const data = { object: { id, object: 'checkout.session' } }
    const type = 'checkout.session.completed'
    const answer = await world.deliver({
      id: 'evt_1',
      object: 'event',
      livemode: false,
      type,
      data,
    })
    return [answer.status, await answer.json()]
  }

  test('sessions ignores what they ring for', async () => {
    expect(await ringWithout('rak_checkout_session_read')).toEqual([
      200,
      { received: true, outcome: 'ignored' },
    ])
  })

  test.each(['rak_charge_read', 'rak_payment_intent_read'])(
    'what was paid (%s) records no sale: Stripe rings again',
    async (permission) => {
      const [status, problem] = await ringWithout(permission)
      expect([status, problem]).toMatchObject([503, { code: 'permission_missing' }])
      expect(log.takeFaults()).toMatchObject([{ code: 'permission_missing' }])
      expect(await rows()).toEqual([])
    },
  )
})
