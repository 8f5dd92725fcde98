import type { DoorErrorCode, ServiceErrorCode } from './codes.ts'

/** What `GET /api/offers` may answer besides offers. */
export type OffersErrorCode =
  | Extract<DoorErrorCode, 'method_not_allowed' | 'config_missing' | 'internal'>
  | Extract<ServiceErrorCode, 'database_unavailable'>

/** One price that is for sale. Amounts are in the currency's minor unit. */
export type Offer = {
  /** `price_...` */
  price: string
  /** `prod_...` */
  product: string
  /** The product's. */
  name: string
  description: string | null
  /** `https`; the first of the product's. */
  image: string | null
  /** `https`; all of them, in the owner's order. */
  images: string[]
  /** What the owner says of it, line by line. */
  features: string[]
  /** `null` where Stripe has none: the customer chooses, or it depends on the quantity. */
  amount: number | null
  /** ISO 4217, lower case as Stripe writes it. */
  currency: string
  /** `null`: paid once. */
  interval: 'day' | 'week' | 'month' | 'year' | null
  intervalCount: number | null
  /** The customer chooses the amount, within these. */
  custom: { minimum: number | null; maximum: number | null; preset: number | null } | null
  /** Whether tax is in the amount; `null`: not known, or not said. */
  tax: 'inclusive' | 'exclusive' | null
  /** It is shown, and can't be bought. */
  soldOut: boolean
  trialDays: number | null
  /** For each unit, in each period. */
  credits: number | null
  /** For each 100 minor units paid. */
  creditsPer100: number | null
  /** What it opens, by the names that the site asks for; sorted. */
  access: string[]
}

/** A price that was asked for and can't be ordered, and what there is instead: the same product, currency and rhythm. */
export type GoneOffer = { price: string; instead: string | null }

/** 200 of `GET /api/offers`. Without words, the cheapest product is first; in a product always the cheapest price. */
export type OffersResponse = {
  /** Up to 24 products, each with all of its prices. */
  offers: Offer[]
  /** What to ask after; `null`: there are no more. */
  next: string | null
  /** Of the prices that were asked for. */
  gone: GoneOffer[]
  /** ISO 8601: when anything of the catalogue was last read from Stripe; `null`: nothing was yet. */
  updatedAt: string | null
}
