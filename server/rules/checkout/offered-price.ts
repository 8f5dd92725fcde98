import { GatewayError } from '../../errors.ts'
import { invalidField } from '../parse-json-object.ts'
import type { ProductId } from '../proved.ts'

/** A price that is for sale at this moment, as far as an order depends on it. */
export type OfferedPrice = {
  id: string
  product: ProductId
  /** ISO 4217, lower case as Stripe writes it. */
  currency: string
  /** A subscription; else it is paid once. */
  isRecurring: boolean
  /** The customer chooses the amount. */
  isCustom: boolean
  /** Billed by use: an order says no quantity. */
  isMetered: boolean
  trialDays: number | null
}

/** What is thrown for whatever isn't for sale, whatever it is. */
export function offerUnknown(): GatewayError {
  return new GatewayError('offer_unknown', 'no price of this id is on offer in our mode')
}

/** @throws `body_invalid` for more than one of what can't be counted */
export function assertQuantity({ isCustom, isMetered }: OfferedPrice, quantity: number): void {
  if (quantity > 1 && (isCustom || isMetered)) throw invalidField('quantity')
}
