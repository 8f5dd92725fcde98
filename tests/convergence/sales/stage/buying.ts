import type Stripe from 'stripe'
import type { Dice, Happening, Shop } from './shop.ts'

const names = ['ann', 'bob', 'cy', 'dee']
/** Orders of every kind. */
export function createBuying(shop: Shop): Record<string, [number, Happening]> {
  const { stripe, dice, orders, sdk, shelf } = shop
  /** Now and then an order names an account: one that is there, or one that nobody has. */
  async function reference(): Promise<string | undefined> {
    if (dice.roll() < 0.6) return undefined
    const known = await shop.accounts()
    return dice.pick([...known, '00000000-0000-4000-8000-000000000000'])!
  }

  async function pay(opened: Stripe.Checkout.Session, named?: string): Promise<string> {
    const email = someone(dice)
    const method = dice.pick(['card', 'card', 'bank'] as const)!
    const { id, mode, customer } = stripe.payCheckout(opened.id, { email, method })
    const lines = await sdk.checkout.sessions.listLineItems(id, { limit: 100 })
    orders.lines.set(id, lines.data)
    if (mode === 'payment' && named !== undefined && (await shop.accounts()).includes(named))
      orders.references.set(id, named)
    if (customer === null) orders.guests.set(id, email.toLowerCase())
    return `${id} by ${method}${customer === null ? ` of ${email}` : ` of ${customer as string}`}`
  }

  async function follow(link: keyof Shop['shelf']['links']): Promise<string> {
    const named = await reference()
    return pay(
      stripe.followLink(shelf.links[link], named === undefined ? {} : { reference: named }),
      named,
    )
  }

  /** At the shop's own Checkout, by a customer whom it knows. */
  async function order(mode: 'payment' | 'subscription', price: string): Promise<string | null> {
    const customer = dice.pick(stripe.customers())?.id
    if (customer === undefined) return null
    const named = await reference()
    const opened = await sdk.checkout.sessions.create({
      customer,
      mode,
      line_items: [{ price, quantity: 1 }],
      success_url: 'https://example.com/#bought={CHECKOUT_SESSION_ID}',
      ...(named !== undefined && { client_reference_id: named }),
    })
    return pay(opened, named)
  }

  return {
    'a guest bought': [2, () => follow('guest')],
    'a guest bought several': [1, () => follow('several')],
    'a new customer bought': [1, () => follow('customer')],
    'bought with an invoice': [1, () => follow('invoiced')],
    subscribed: [2, () => follow('plan')],
    'subscribed, with a fee': [1, () => follow('planWithFee')],
    'began a trial': [1, () => follow('trial')],
    'a customer bought': [2, () => order('payment', shelf.book)],
    'a customer subscribed': [1, () => order('subscription', dice.pick(shelf.plans)!)],
  }
}

/** An address that others may have, in one of its spellings. */
function someone({ pick, roll }: Dice): string {
  const name = pick(names)!
  return `${roll() < 0.3 ? name.toUpperCase() : name}@example.com`
}

/** Customers who change. */
export function createPayers({ stripe, dice }: Shop): Record<string, [number, Happening]> {
  return {
    'moved to another address': [
      4,
      () => {
        const id = dice.pick(stripe.customers())?.id
        if (id === undefined) return null
        const email = dice.roll() < 0.1 ? null : someone(dice)
        stripe.updateCustomer(id, { email })
        return `${id} to ${email}`
      },
    ],
    'was deleted': [
      1,
      () => {
        const id = dice.pick(stripe.customers().slice(0, -1))?.id
        if (id === undefined || dice.roll() < 0.5) return null
        stripe.deleteCustomer(id)
        return id
      },
    ],
  }
}
