import type { StripeStandIn } from './stripe/index.ts'

const silent = { silent: true }
const monthly = { interval: 'month' } as const
const yearly = { interval: 'year' } as const

/**
 * Puts something up for sale: two plans by the month and by the year, two packs that are paid once, and something for
 * which everybody pays what they want. One more price is active and not offered, as in every shop with a history.
 * @param pageUrl where Payment Links lead back to
 */
export function seedShop(stripe: StripeStandIn, pageUrl: string): void {
  const pro = product(stripe, 'Pro', 'Everything for one studio', {
    features: ['Unlimited drafts', 'Exports in print quality'],
    metadata: { access: 'pro,export' },
  })
  const proMonthly = price(stripe, pro, 1_200, monthly, { credits: '1000' })
  const proYearly = price(stripe, pro, 12_000, yearly, { credits: '12000' })
  // Agreed on with somebody, years ago.
  price(stripe, pro, 800, monthly, { offer: '' })

  const patron = product(stripe, 'Patron', 'Pro, and your name in the colophon', {
    features: ['Everything in Pro', 'A print every month'],
    metadata: { access: 'pro,export,patron' },
  })
  const trial = { credits: '5000', trial_days: '14' }
  const patronMonthly = price(stripe, patron, 4_000, monthly, trial)
  const patronYearly = price(stripe, patron, 40_000, yearly, { credits: '60000' })
  offerChanges(stripe, [
    { product: pro, prices: [proMonthly, proYearly] },
    { product: patron, prices: [patronMonthly, patronYearly] },
  ])

  const pack = product(stripe, 'Export pack', 'A thousand exports, whenever you need them', {
    features: ['No subscription'],
    metadata: { access: 'export' },
  })
  const packPrice = price(stripe, pack, 1_500, null, { credits: '1000' })
  const drawings = product(stripe, 'Drawing pack', 'Enough for twenty drawings', {
    features: ['They never expire'],
    metadata: { access: 'drawing' },
  })
  price(stripe, drawings, 500, null, { credits: '100' })
  seedThanks(stripe)

  const redirect = { url: `${pageUrl}#bought={CHECKOUT_SESSION_ID}` }
  link(stripe, proMonthly, { after_completion: { redirect, type: 'redirect' } })
  // Made before there was a page to come back to.
  link(stripe, packPrice, {})
}

/** The portal changes plans: upwards at once and on an invoice of its own, downwards when the period ends. */
function offerChanges(
  stripe: StripeStandIn,
  products: { product: string; prices: string[] }[],
): void {
  const adjustable_quantity = { enabled: false, maximum: null, minimum: 1 }
  const [configuration] = stripe.configurations()
  const subscription_update = {
    products: products.map((each) => ({ ...each, adjustable_quantity })),
    proration_behavior: 'always_invoice',
    schedule_at_period_end: {
      conditions: [{ type: 'decreasing_item_amount' }, { type: 'shortening_interval' }],
    },
  }
  stripe.updateConfiguration(configuration?.id ?? '', { features: { subscription_update } }, silent)
}

function seedThanks(stripe: StripeStandIn): void {
  const thanks = product(stripe, 'Thank you', 'Pay what you want', {
    features: [],
    metadata: { access: 'thanks' },
  })
  stripe.createPrice(
    {
      product: thanks,
      currency: 'eur',
      recurring: null,
      custom_unit_amount: { minimum: 300, preset: 1_000 },
      metadata: { offer: 'yes', credits_per_100: '100' },
    },
    silent,
  )
}

function product(
  stripe: StripeStandIn,
  name: string,
  description: string,
  { features, metadata }: { features: string[]; metadata: Record<string, string> },
): string {
  const marketing_features = features.map((feature) => ({ name: feature }))
  // Stripe's address of an upload; local/pictures.ts draws what is there.
  const images = [`https://files.stripe.com/links/${encodeURIComponent(name)}`]
  const fields = { name, description, images, marketing_features, metadata }
  return stripe.createProduct(fields, silent).id
}

/** Offered, unless its metadata says otherwise. */
function price(
  stripe: StripeStandIn,
  product: string,
  unit_amount: number,
  recurring: typeof monthly | typeof yearly | null,
  metadata: Record<string, string>,
): string {
  const fields = { product, unit_amount, recurring, currency: 'eur' }
  return stripe.createPrice({ ...fields, metadata: { offer: 'yes', ...metadata } }, silent).id
}

function link(
  stripe: StripeStandIn,
  price: string,
  fields: Parameters<StripeStandIn['createPaymentLink']>[0]['fields'] & {},
): void {
  stripe.createPaymentLink({ lines: [{ price }], fields }, silent)
}
