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

  /** With a card as the default. */
  const paying = (id: string, last4: string) => {
    const defaultPaymentMethod = stripe.createPaymentMethod({ customer: id, last4 }).id
    return stripe.updateCustomer(id, { defaultPaymentMethod }, silent).id
  }

  for (let stranger = 0; stranger < 300; stranger += 1) {
    const id = customer(`stranger.${stranger}@example.org`, `Stranger ${stranger}`, stranger)
    if (stranger % 3 === 0) subscribe(id, prices.newsletter)
  }

  const oldest = customer('ADA@example.com', 'Ada Lovelace', 900)
  stripe.cancelSubscription(subscribe(oldest, prices.newsletter).id, silent)
  subscribe(paying(customer('Ada@example.com', 'Ada Lovelace', 400), '4242'), prices.course)
  subscribe(paying(customer('ada@Example.com', 'A. Lovelace', 40), '4444'), prices.studio)
  const grace = customer('grace@example.com', 'Grace Hopper', 200)
  subscribe(grace, prices.studio, {
    default_payment_method: stripe.createPaymentMethod({ customer: grace }).id,
  })
  subscribe(paying(customer('blaise@example.com', 'Blaise Pascal', 120), '0341'), prices.studio, {
    status: 'past_due',
    items: [
      { price: prices.studio, quantity: 1 },
      { price: prices.locker, quantity: 1 },
    ],
  })
  seedConditions(stripe, customer('marie@example.com', 'Marie Curie', 500), nowSeconds)
  stripe.deleteCustomer(customer('emmy@example.com', 'Emmy Noether', 300), silent)

  const sketchbook = stripe.createPrice({
    product: stripe.createProduct({ name: 'Sketchbook' }).id,
    unit_amount: 1_250,
    currency: 'eur',
    recurring: null,
  }).id
  for (const email of ['grace@example.com', 'hypatia@example.com'])
    stripe.createSale({ email, lines: [{ price: sketchbook }], created: nowSeconds - 60 * day })

  return [
    { email: 'ada@example.com', shows: 'three billing accounts, one with a canceled subscription' },
    { email: 'grace@example.com', shows: 'one billing account, and a purchase as a guest' },
    { email: 'blaise@example.com', shows: 'a payment that is past due' },
    { email: 'marie@example.com', shows: 'subscriptions in every condition' },
    { email: 'hypatia@example.com', shows: 'a purchase as a guest, without a billing account' },
    { email: 'emmy@example.com', shows: 'nothing: the customer was deleted at Stripe' },
    { email: 'kurt@example.com', shows: 'nothing: no customer has this address' },
  ]
}

/** One subscription in each condition that the page has words for. */
function seedConditions(stripe: StripeStandIn, customer: string, nowSeconds: number): void {
  type Terms = Partial<Parameters<StripeStandIn['createSubscription']>[0]>
  type Price = Partial<Parameters<StripeStandIn['createPrice']>[0]>
  const sell = (name: string, terms: Terms = {}, price: Price = {}, quantity = 1) => {
    const product = stripe.createProduct({ name }).id
    const { id } = stripe.createPrice({ product, unit_amount: 2900, currency: 'eur', ...price })
    const items = [{ price: id, quantity }]
    stripe.createSubscription({ customer, items, ...terms }, { silent: true })
  }
  const method = (last4: string, exp_year: number) =>
    stripe.createPaymentMethod({ customer, last4, exp_year }).id
  const usual = { defaultPaymentMethod: method('4242', 2034) }
  stripe.updateCustomer(customer, usual, { silent: true })
  sell('Team seat', {}, {}, 25)
  sell('Pencils', {}, { transform_quantity: { divide_by: 100, round: 'up' } }, 250)
  sell('Calls', {}, { recurring: { interval: 'month', usage_type: 'metered' } })
  sell('Basics', {}, { unit_amount: 0 })
  sell('Atelier', { status: 'trialing' })
  sell('Library', { percent_off: 50 })
  sell('Radio', { cancel_at_period_end: true })
  sell('Course', { cancel_at: nowSeconds + 400 * day })
  const pause_collection = { behavior: 'void', resumes_at: nowSeconds + 60 * day } as const
  sell('Gym', { pause_collection })
  sell('Archive', { default_payment_method: method('1881', 2020) })
  sell('Hosting', { status: 'past_due' })
  const latest_invoice = { status: 'open', amount_remaining: 2900 } as const
  sell('Advice', { collection_method: 'send_invoice', latest_invoice })
}
