const product = {
  id: 'prod_1',
  object: 'product',
  name: 'Book',
  active: true,
  description: null,
  images: [],
  marketing_features: [],
  metadata: {},
}

/** A price on offer, as Stripe answers it with its product. */
export const price = {
  id: 'price_1',
  object: 'price',
  active: true,
  billing_scheme: 'per_unit',
  currency: 'eur',
  custom_unit_amount: null,
  livemode: false,
  metadata: { offer: 'yes' },
  nickname: null,
  product,
  recurring: null,
  transform_quantity: null,
  unit_amount: 900,
}

/** A paid session of a guest's, as Stripe answers it with what the gateway asks for. */
export function sessionOf(place: number): object {
  // Just now: whoever comes back later is shown nothing.
  const created = Math.floor(Date.now() / 1000)
  const paid = { amount_captured: 900, amount_refunded: 0, disputed: false }
  const charge = { id: `ch_${place}`, created, ...paid }
  const cost = { amount_subtotal: 900, amount_tax: 0, amount_total: 900, currency: 'eur' }
  const item = { id: `li_${place}`, object: 'item', description: 'Book', price, quantity: 1 }
  const line = { ...item, ...cost }
  return {
    id: `cs_test_${place}`,
    object: 'checkout.session',
    mode: 'payment',
    status: 'complete',
    payment_status: 'paid',
    created: 1_790_000_000 - place,
    customer: null,
    customer_details: { email: `guest.${place}@example.com` },
    client_reference_id: null,
    line_items: { object: 'list', data: [line], has_more: false, url: '/' },
    payment_intent: {
      id: `pi_${place}`,
      object: 'payment_intent',
      status: 'succeeded',
      latest_charge: charge,
    },
  }
}
