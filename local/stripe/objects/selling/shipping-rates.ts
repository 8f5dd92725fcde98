import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { noSuch } from '../../api/problem.ts'
import type { Boxed } from '../../collection.ts'
import { boxed, createCollection } from '../../collection.ts'

export type NewRate = { display_name: string; amount: number; currency?: string; active?: boolean }

/** Every shipping rate of an account. */
export const shippingRatesOf = perAccount(() => createCollection<Boxed<Stripe.ShippingRate>>())

/** What sending a parcel costs, in minor units. */
export function createShippingRate(account: Account, rate: NewRate): Stripe.ShippingRate {
  const { display_name, amount, currency = 'usd', active = true } = rate
  const object: Stripe.ShippingRate = {
    id: account.nextId('shr'),
    object: 'shipping_rate',
    active,
    created: secondsOf(account),
    delivery_estimate: null,
    display_name,
    fixed_amount: { amount, currency },
    livemode: account.livemode,
    metadata: {},
    tax_behavior: 'unspecified',
    tax_code: null,
    type: 'fixed_amount',
  }
  shippingRatesOf(account).add(boxed(object))
  return { ...object }
}

/** No rate can be deleted; one that is switched off ships nothing. @throws 404 */
export function switchShippingRate(account: Account, id: string, active: boolean): void {
  const entry = shippingRatesOf(account).find(id)
  if (!entry) throw noSuch('shipping rate', id)
  entry.object = { ...entry.object, active }
}

/** @throws 404 (400 if a parameter names it) */
export function getShippingRate(account: Account, id: string, param = 'id'): Stripe.ShippingRate {
  const entry = shippingRatesOf(account).find(id)
  if (!entry) throw noSuch('shipping rate', id, param)
  return { ...entry.object }
}
