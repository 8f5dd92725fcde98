import type { StripeStandIn } from './stripe/index.ts'

/** An address to sign in with, and what that shows. */
export type SeededPerson = { email: string; shows: string }

const day = 86_400

/**
 * Fills the Stripe stand-in with people whose billing differs, and a few hundred strangers. No webhook tells of them:
 * they were there before the gateway, and the first sync finds them.
 */
export function seedPeople(stripe: StripeStandIn, nowSeconds: number): SeededPerson[] {
  const silent = { silent: true }
  const price = (product: string, amount: number, interval: 'month' | 'year') =>
    stripe.createPrice({
      product: stripe.createProduct({ name: product }).id,
      unit_amount: amount,
      currency: 'eur',
      recurring: { interval },
    }).id
  const prices = {
    newsletter: price('Weekly Newsletter', 500, 'month'),
    course: price('Drawing Course', 19_900, 'year'),
    studio: price('Studio Membership', 2_900, 'month'),
    locker: price('Locker', 700, 'month'),
  }
  const customer = (email: string | null, name: string, daysAgo: number) =>
    stripe.createCustomer({ email, name, created: nowSeconds - daysAgo * day }, silent).id
  const subscribe = (
    id: string,
    price: string,
    more: Partial<Parameters<StripeStandIn['createSubscription']>[0]> = {},
  ) => stripe.createSubscription({ customer: id, items: [{ price, quantity: 1 }], ...more }, silent)

  for (let stranger = 0; stranger < 300; stranger += 1) {
    const id = customer(`stranger.${stranger}@example.org`, `Stranger ${stranger}`, stranger)
    if (stranger % 3 === 0) subscribe(id, prices.newsletter)
  }

  const oldest = customer('ADA@example.com', 'Ada Lovelace', 900)
  stripe.cancelSubscription(subscribe(oldest, prices.newsletter).id, silent)
  subscribe(customer('Ada@example.com', 'Ada Lovelace', 400), prices.course)
  subscribe(customer('ada@Example.com', 'A. Lovelace', 40), prices.studio)
  const grace = customer('grace@example.com', 'Grace Hopper', 200)
  subscribe(grace, prices.studio, {
    default_payment_method: stripe.createPaymentMethod({ customer: grace }).id,
  })
  subscribe(customer('blaise@example.com', 'Blaise Pascal', 120), prices.studio, {
    status: 'past_due',
    items: [
      { price: prices.studio, quantity: 1 },
      { price: prices.locker, quantity: 1 },
    ],
  })
  stripe.deleteCustomer(customer('emmy@example.com', 'Emmy Noether', 300), silent)

  return [
    { email: 'ada@example.com', shows: 'three billing accounts, one with a canceled subscription' },
    { email: 'grace@example.com', shows: 'one billing account' },
    { email: 'blaise@example.com', shows: 'a payment that is past due' },
    { email: 'emmy@example.com', shows: 'nothing: the customer was deleted at Stripe' },
    { email: 'kurt@example.com', shows: 'nothing: no customer has this address' },
  ]
}
