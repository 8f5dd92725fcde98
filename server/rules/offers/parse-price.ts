import { productOf } from '../proved.ts'
import type { Metadata, OurKeys } from './our-keys.ts'
import { findText, parseOurKeys } from './our-keys.ts'

/** The parts of Stripe's price that an offer is made of; amounts in minor units. */
export type PriceLike = {
  id: string
  livemode: boolean
  active: boolean
  product: string | { id: string }
  unit_amount: number | null
  currency: string
  recurring: { interval: string; interval_count: number; usage_type?: string } | null
  custom_unit_amount: {
    minimum: number | null
    maximum: number | null
    preset: number | null
  } | null
  billing_scheme: string
  transform_quantity: object | null
  tax_behavior: string | null
  /** Only where it was asked for; the price's own currency is among them. */
  currency_options?: Record<string, unknown>
  metadata: Metadata
}

/** What the table is told of one price; amounts in minor units. */
export type PriceRead = OurKeys & {
  stripePriceId: string
  livemode: boolean
  stripeProductId: string
  active: boolean
  deleted: false
  /** Its own metadata says so: what the product says counts for none of its prices. */
  isOffered: boolean
  /** Its own metadata says so: it is shown, and not offered. */
  isSoldOut: boolean
  /** `null` where Stripe has none, as for tiers and fractions of a cent. */
  amount: number | null
  currency: string
  /** `day`, `week`, `month` or `year`; `null`: paid once. */
  interval: string | null
  intervalCount: number | null
  /** The customer chooses the amount. */
  isCustom: boolean
  customMinimum: number | null
  customMaximum: number | null
  customPreset: number | null
  hasTiers: boolean
  hasTransformQuantity: boolean
  hasCurrencyOptions: boolean
  /** Billed by use. */
  isMetered: boolean
  /** `inclusive`, `exclusive` or `unspecified`. */
  taxBehavior: string | null
}

/** A price as Stripe just described it, without the metadata that is not ours. */
export function parsePrice(price: PriceLike): PriceRead {
  const { recurring, custom_unit_amount: custom, metadata } = price
  const { isReadable, ...offered } = parseOffer(findText(metadata, 'offer'))
  const keys = parseOurKeys(metadata)
  return {
    stripePriceId: price.id,
    livemode: price.livemode,
    stripeProductId: productOf(price),
    active: price.active,
    deleted: false,
    ...offered,
    amount: price.unit_amount,
    currency: price.currency,
    interval: recurring?.interval ?? null,
    intervalCount: recurring?.interval_count ?? null,
    isCustom: custom !== null,
    customMinimum: custom?.minimum ?? null,
    customMaximum: custom?.maximum ?? null,
    customPreset: custom?.preset ?? null,
    hasTiers: price.billing_scheme === 'tiered',
    hasTransformQuantity: price.transform_quantity !== null,
    hasCurrencyOptions: Object.keys(price.currency_options ?? {}).length > 1,
    isMetered: recurring?.usage_type === 'metered',
    taxBehavior: price.tax_behavior,
    ...keys,
    unreadable: isReadable ? keys.unreadable : ['offer', ...keys.unreadable],
  }
}

/** `yes`, `no` and `sold-out`, however they are capitalized; anything else offers nothing, and the owner is told. */
function parseOffer(text: string | null) {
  const word = text?.toLowerCase() ?? 'no'
  return {
    isOffered: word === 'yes',
    isSoldOut: word === 'sold-out',
    isReadable: ['yes', 'no', 'sold-out'].includes(word),
  }
}
