import type { StripeStandIn } from '#local/stripe/index.ts'
import { createBuying, createPayers } from './buying.ts'
import { createMoney } from './money.ts'
import { createPlans } from './plans.ts'
import type { Dice, Happening, Orders } from './shop.ts'
import { fillShelf, openSdk } from './shelf.ts'

const longAgoSeconds = 500 * 86_400

export type Market = ReturnType<typeof openMarket>

/** Everything that buyers, owners, banks and time do to a shop at Stripe, and what is known of the orders. */
export function openMarket(
  stripe: StripeStandIn,
  dice: Dice,
  options: {
    /** The ids of accounts that there are. */
    accounts: () => Promise<string[]>
    /** Nobody ever hears of an event. */
    isDeaf: boolean
  },
) {
  const orders: Orders = { lines: new Map(), references: new Map(), guests: new Map() }
  const shop = { stripe, dice, orders, sdk: openSdk(stripe), shelf: fillShelf(stripe), ...options }
  const [buying, becoming] = [
    weigh(createBuying(shop)),
    weigh({ ...createPayers(shop), ...createMoney(shop), ...createPlans(shop) }),
  ]
  return {
    orders,
    /** A guest bought something longer ago than the pass looks back, if it isn't the first one. */
    async sellLongAgo(at: number): Promise<void> {
      const email = 'old@example.com'
      const lines = [{ price: shop.shelf.book }]
      const { id } = stripe.createSale({ email, created: at - longAgoSeconds, lines })
      orders.lines.set(id, (await shop.sdk.checkout.sessions.listLineItems(id)).data)
      orders.guests.set(id, email)
    },
    /** Something that can happen, happens. @param most orders: then only to those that there are */
    async happen(most: number): Promise<string> {
      const few = orders.lines.size >= most
      for (let tries = 0; ; tries += 1) {
        const [name, act] = dice.pick(few && tries < 20 ? becoming : [...buying, ...becoming])!
        const told = await act()
        if (told !== null) return `${name} ${told}`
      }
    },
  }
}

function weigh(acts: Record<string, [weight: number, act: Happening]>): [string, Happening][] {
  return Object.entries(acts).flatMap(([name, [weight, act]]) =>
    Array.from({ length: weight }, (): [string, Happening] => [name, act]),
  )
}
