import type Stripe from 'stripe'
import type { World } from '#tests/world.ts'
import { forgetGateway } from '#server/wiring.ts'

type Item = {
  product?: string
  unit_amount?: number | null
  interval?: 'month' | 'year'
  quantity?: number
}
type Terms = Omit<Parameters<World['stripe']['createSubscription']>[0], 'customer' | 'items'>

/** Sells: a subscription to one item or several, each of a product of its own, in euros. */
export function subscribe(
  { stripe }: World,
  customer: string,
  items: Item[] = [{}],
  terms: Terms = {},
): Stripe.Subscription {
  const priced = items.map(
    ({ product = 'Studio', unit_amount = 2900, interval = 'month', quantity = 1 }) => {
      const { id } = stripe.createProduct({ name: product })
      const recurring = { interval }
      const price = stripe.createPrice({ product: id, unit_amount, currency: 'eur', recurring })
      return { price: price.id, quantity }
    },
  )
  return stripe.createSubscription({ customer, items: priced, ...terms })
}

/** Changes some variables of the usual environment, until the next world. */
export function alterEnvironment(env: Record<string, string>): void {
  Object.assign(process.env, env)
  forgetGateway()
}

/** The stand-in's calls in the order in which they came, as `GET /v1/customers`. */
export function callsOf({ stripe }: World): string[] {
  return stripe.calls.map(({ method, path }) => `${method} ${path}`)
}
