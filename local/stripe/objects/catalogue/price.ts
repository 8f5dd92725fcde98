import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import type { Boxed } from '../../collection.ts'
import { createCollection } from '../../collection.ts'

/** What Stripe shows of a price only to those who expand it. */
type Hidden = Pick<Stripe.Price, 'currency_options' | 'tiers'>
type PriceEntry = Boxed<Stripe.Price> & { hidden: Hidden }

/** Every price of an account. */
export const pricesOf = perAccount(() => createCollection<PriceEntry>())

/** Whether a product has a price, active or not. */
export function hasPrices(account: Account, product: string): boolean {
  return pricesOf(account)
    .sorted()
    .some(({ object }) => object.product === product)
}

/** What a price costs in a currency, its own or another; `undefined` if it has no amount in it. */
export function findOption(
  account: Account,
  id: string,
  currency: string,
): Stripe.Price.CurrencyOptions | undefined {
  const { currency_options: options = {} } = pricesOf(account).find(id)?.hidden ?? {}
  return Object.hasOwn(options, currency) ? options[currency] : undefined
}

/** The SDK turns this string of the wire into its own decimal type. */
export function wireDecimal(amount: number | null): Stripe.Decimal | null {
  return amount === null ? null : (String(amount) as unknown as Stripe.Decimal)
}

/** The older name under which a recurring price is repeated beside itself. */
export function planObject(price: Stripe.Price): Stripe.Plan {
  const { id, active, created, currency, livemode, metadata, nickname, product, recurring } = price
  return {
    id,
    object: 'plan',
    active,
    amount: price.unit_amount,
    amount_decimal: wireDecimal(price.unit_amount),
    billing_scheme: price.billing_scheme,
    created,
    currency,
    interval: recurring?.interval ?? 'month',
    interval_count: recurring?.interval_count ?? 1,
    livemode,
    metadata,
    meter: null,
    nickname,
    product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: recurring?.usage_type ?? 'licensed',
  }
}

/** What so many cost, in minor units: packages are begun or full, tiers and chosen amounts count as nothing here. */
export function amountFor(price: Stripe.Price, quantity: number): number {
  const { unit_amount: amount, transform_quantity: transform } = price
  const round = transform?.round === 'up' ? Math.ceil : Math.floor
  return (amount ?? 0) * (transform ? round(quantity / transform.divide_by) : quantity)
}
