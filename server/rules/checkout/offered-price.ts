import type { GoneOffer } from '../../contract/offers.ts'
import { GatewayError } from '../../errors.ts'
import type { ProductId } from '../proved.ts'

/** A price that is for sale, as far as an order depends on it. */
export type OfferedPrice = {
  id: string
  product: ProductId
  /** ISO 4217, lower case as Stripe writes it. */
  currency: string
  /** `day`, `week`, `month` or `year`; `null`: paid once. */
  interval: string | null
  intervalCount: number | null
  /** The customer chooses the amount. */
  isCustom: boolean
  /** Billed by use: an order says no quantity. */
  isMetered: boolean
  trialDays: number | null
  /** Countries to which a parcel goes; `null`: nothing is sent. */
  ships: string[] | null
  /** Shipping rates in the owner's order; `null`: sent for free. */
  shipping: string[] | null
  /** Stripe asks for the phone number. */
  phone: boolean
}

/** How many of a price are ordered. */
export type OrderLine = { price: OfferedPrice; quantity: number }

/** What is thrown for whatever isn't for sale, whatever it is. */
export function offerUnknown(gone: GoneOffer[] = []): GatewayError {
  return new GatewayError('offer_unknown', 'no price of this id is on offer in our mode', {
    details: { gone },
  })
}
