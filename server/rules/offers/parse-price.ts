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
  recurring: { interval: string; interval_count: number } | null
  custom_unit_amount: {
    minimum: number | null
    maximum: number | null
    preset: number | null
  } | null
  billing_scheme: string
  transform_quantity: object | null
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
}

/** A price as Stripe just described it, without the metadata that is not ours. */
export function parsePrice(price: PriceLike): PriceRead {
  const { recurring, custom_unit_amount: custom, metadata } = price
  const { isOffered, isReadable } = parseOffer(findText(metadata, 'offer'))
  const keys = parseOurKeys(metadata)
  return {
    stripePriceId: price.id,
    livemode: price.livemode,
    stripeProductId: productOf(price),
    active: price.active,
    deleted: false,
    isOffered,
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
    ...keys,
    unreadable: isReadable ? keys.unreadable : ['offer', ...keys.unreadable],
  }
}

/** `yes` and `no`, however they are capitalized; anything else offers nothing, and the owner is told. */
function parseOffer(text: string | null): { isOffered: boolean; isReadable: boolean } {
  const word = text?.toLowerCase() ?? 'no'
  return { isOffered: word === 'yes', isReadable: word === 'yes' || word === 'no' }
}
