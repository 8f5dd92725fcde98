import { disputeSteps } from '#local/stripe/objects/payments/disputes.ts'
import type { StripeStandIn } from '#local/stripe/index.ts'
import { openSdk } from '../../sales/stage/shelf.ts'
import type { Dice, Happening } from '../../sales/stage/shop.ts'

/** What each price of the shop promises, for each unit. */
export const promises = { pack: 100, few: 7, plan: 60 }

/** What is known of a session beside what its object says. */
export type Order = { credits: number; email: string }

export type CreditShop = {
  prices: Record<keyof typeof promises, { price: string; product: string }>
  orders: Map<string, Order>
  /** Something is bought. */
  buying: Happening[]
  /** Something becomes of what was bought, or of whoever bought it. */
  becoming: Happening[]
}

export const people = ['ada', 'bob', 'cy'].map((name) => `${name}@example.com`)
const silent = { silent: true }

/** A shop that sells packs of credits and a plan; whatever can happen to a sale may happen to these. */
export function openCreditShop(stripe: StripeStandIn, dice: Dice, nowSeconds: number): CreditShop {
  const sell = (
    name: keyof typeof promises,
    unit_amount: number,
    interval: 'month' | null = null,
  ) => {
    const product = stripe.createProduct({ name }, silent).id
    const recurring = interval && { interval }
    const metadata = { credits: String(promises[name]) }
    const terms = { product, unit_amount, currency: 'eur', recurring, metadata }
    return { product, price: stripe.createPrice(terms, silent).id }
  }
  const prices = {
    pack: sell('pack', 2500),
    few: sell('few', 333),
    plan: sell('plan', 1900, 'month'),
  }
  const orders = new Map<string, Order>()

  const sdk = openSdk(stripe)

  function pay(session: string, credits: number): string {
    const email = dice.pick(people)!
    const { id } = stripe.payCheckout(session, {
      email: dice.roll() < 0.3 ? email.toUpperCase() : email,
    })
    orders.set(id, { credits, email })
    return id
  }

  /** At the shop's own Checkout, by a customer whom it knows. */
  async function buyAgain(): Promise<string | null> {
    const customer = dice.pick(stripe.customers())?.id
    if (customer === undefined) return null
    const { id } = await sdk.checkout.sessions.create({
      customer,
      mode: 'payment',
      line_items: [{ price: prices.pack.price, quantity: 1 }],
      success_url: 'https://example.com/#bought={CHECKOUT_SESSION_ID}',
    })
    return `${pay(id, promises.pack)}: again by ${customer}`
  }

  function buy(name: keyof typeof prices, isGuest: boolean): string {
    const quantity = dice.pick([1, 1, 2, 3])!
    const { id: link } = stripe.createPaymentLink(
      {
        lines: [{ price: prices[name].price, quantity }],
        fields: name === 'plan' || isGuest ? {} : { customer_creation: 'always' },
      },
      silent,
    )
    const id = pay(stripe.followLink(link).id, promises[name] * quantity)
    return `${id}: ${quantity} of ${name}${isGuest ? ', a guest' : ''}`
  }
  const paid = () => stripe.charges().filter(({ status }) => status === 'succeeded')

  const buying: [number, Happening][] = [
    [2, () => buy('pack', false)],
    [1, () => buy(dice.pick(['pack', 'few'] as const)!, true)],
    [1, () => buy('few', false)],
    [2, () => buy('plan', false)],
    [4, buyAgain],
  ]
  const becoming: [number, Happening][] = [
    [
      4,
      () => {
        const over = stripe
          .subscriptions()
          .filter(({ items }) => items.data[0]!.current_period_end < nowSeconds)
        const id = dice.pick(over)?.id
        if (id === undefined) return null
        stripe.setSubscriptionOutcome(id, dice.roll() < 0.85 ? 'succeeds' : 'fails')
        stripe.endPeriod(id)
        stripe.passDraftHour(id)
        return `a period of ${id} ended`
      },
    ],
    [
      6,
      () => {
        const charge = dice.pick(paid())
        if (charge === null) return null
        const left = charge.amount - charge.amount_refunded
        if (left === 0 || stripe.disputes().some((each) => each.charge === charge.id)) return null
        const amount = dice.roll() < 0.5 ? Math.ceil(left / 3) : left
        const status = dice.roll() < 0.4 ? 'pending' : 'succeeded'
        stripe.refundCharge(charge.id, amount, { status })
        return `${charge.id} was refunded by ${amount}, ${status}`
      },
    ],
    [
      4,
      () => {
        const refund = dice.pick(stripe.refunds().filter(({ status }) => status !== 'failed'))
        if (refund === null) return null
        const outcome = dice.roll() < 0.8 ? 'fails' : 'succeeds'
        stripe.settleRefund(refund.id, outcome)
        return `${refund.id} ${outcome}`
      },
    ],
    [
      2,
      () => {
        const charge = dice.pick(paid().filter(({ disputed, refunded }) => !disputed && !refunded))
        if (charge === null) return null
        stripe.openDispute({ charge: charge.id, isInquiry: dice.roll() < 0.2 })
        return `${charge.id} was disputed`
      },
    ],
    [
      3,
      () => {
        const dispute = dice.pick(stripe.disputes())
        if (dispute === null) return null
        const step = dice.pick(disputeSteps)!
        try {
          stripe.stepDispute(dispute.id, step)
        } catch {
          // Not from where it is.
          return null
        }
        return `${dispute.id}: ${step}`
      },
    ],
    [
      4,
      () => {
        const id = dice.pick(stripe.customers())?.id
        const email = dice.pick(people)!
        if (id === undefined) return null
        stripe.updateCustomer(id, { email })
        return `${id} moved to ${email}`
      },
    ],
  ]
  const weigh = (acts: [number, Happening][]) =>
    acts.flatMap(([weight, act]) => Array<Happening>(weight).fill(act))
  return { prices, orders, buying: weigh(buying), becoming: weigh(becoming) }
}
