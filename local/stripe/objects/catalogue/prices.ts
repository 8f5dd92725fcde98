import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { secondsOf } from '../../account.ts'
import { invalid, noSuch } from '../../api/problem.ts'
import { boxed } from '../../collection.ts'
import type { Quietly } from '../events.ts'
import { emitEvent, findChanges } from '../events.ts'
import { mergeMetadata } from '../metadata.ts'
import { pricesOf, wireDecimal } from './price.ts'
import { getProduct } from './products.ts'

type Recurring = {
  interval: Stripe.Price.Recurring.Interval
  interval_count?: number
  usage_type?: 'licensed' | 'metered'
}

/** What can be changed of a price; its amount can't. */
export type PriceFields = {
  active?: boolean
  nickname?: string | null
  lookup_key?: string | null
  tax_behavior?: Stripe.Price.TaxBehavior
  /** An empty value takes its name away; `null` all of them. */
  metadata?: Stripe.Metadata | null
}

export type NewPrice = PriceFields & {
  product: string
  created?: number
  /** In minor units; 900 unless given, `null` for a price without a fixed amount. */
  unit_amount?: number | null
  currency?: string
  /** Every month unless given; `null`: paid once. */
  recurring?: Recurring | null
  transform_quantity?: { divide_by: number; round: 'up' | 'down' } | null
  /** Pay what you want. */
  custom_unit_amount?: { maximum?: number; minimum?: number; preset?: number } | null
  currency_options?: Record<string, { unit_amount: number }>
  tiers?: { up_to: number | null; unit_amount: number }[]
}

/** A recurring price, or one that is paid once. An event tells of it unless `silent`. @throws 404 without such a product */
export function createPrice(
  account: Account,
  fields: NewPrice,
  { silent = false }: Quietly = {},
): Stripe.Price {
  const { recurring = { interval: 'month' }, custom_unit_amount: custom, tiers } = fields
  const unit_amount = custom || tiers ? null : (fields.unit_amount ?? usualAmount(fields))
  const price: Stripe.Price = {
    id: account.nextId('price'),
    object: 'price',
    active: fields.active ?? true,
    billing_scheme: tiers ? 'tiered' : 'per_unit',
    created: fields.created ?? secondsOf(account),
    currency: fields.currency ?? 'usd',
    custom_unit_amount: custom
      ? {
          maximum: custom.maximum ?? null,
          minimum: custom.minimum ?? null,
          preset: custom.preset ?? null,
        }
      : null,
    livemode: account.livemode,
    lookup_key: fields.lookup_key ?? null,
    metadata: mergeMetadata({}, fields.metadata),
    nickname: fields.nickname ?? null,
    product: getProduct(account, fields.product, 'product').id,
    recurring: recurring && recurringOf(recurring),
    tax_behavior: fields.tax_behavior ?? 'unspecified',
    tiers_mode: tiers ? 'graduated' : null,
    transform_quantity: fields.transform_quantity ?? null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount,
    unit_amount_decimal: wireDecimal(unit_amount),
  }
  assertFree(account, price)
  pricesOf(account).add({ ...boxed(price), hidden: hiddenOf(fields, price) })
  if (!silent) emitEvent(account, 'price.created', price)
  return { ...price }
}

/** Changes what is named; a change that changes nothing makes no event. @throws 404 */
export function updatePrice(
  account: Account,
  id: string,
  { metadata, ...fields }: PriceFields,
  { silent = false }: Quietly = {},
): Stripe.Price {
  const entry = getEntry(account, id)
  const before = entry.object
  const after = { ...before, ...fields, metadata: mergeMetadata(before.metadata, metadata) }
  assertFree(account, after)
  entry.object = after
  const changes = findChanges(before, after)
  if (changes && !silent) emitEvent(account, 'price.updated', after, changes)
  return { ...after }
}

/** Only the dashboard can, and only if it was never used; the API has no such order. @throws 404 */
export function deletePrice(account: Account, id: string, { silent = false }: Quietly = {}): void {
  const entry = getEntry(account, id)
  pricesOf(account).remove(entry)
  if (!silent) emitEvent(account, 'price.deleted', entry.object)
}

/** @throws 404 (400 if a parameter names it), saying so if the other mode knows the id */
export function getPrice(account: Account, id: string, param = 'id'): Stripe.Price {
  return { ...getEntry(account, id, param).object }
}

function getEntry(account: Account, id: string, param = 'id') {
  const entry = pricesOf(account).find(id)
  if (entry) return entry
  const [theirs, ours] = account.livemode ? ['test', 'live'] : ['live', 'test']
  const hint =
    account.twin && pricesOf(account.twin).find(id)
      ? `; a similar object exists in ${theirs} mode, but a ${ours} mode key was used to make this request.`
      : ''
  throw noSuch('price', id, param, hint)
}

/** A lookup key names one price. */
function assertFree(account: Account, { id, lookup_key: key }: Stripe.Price): void {
  if (key === null) return
  const owner = pricesOf(account)
    .sorted()
    .find(({ object }) => object.lookup_key === key && object.id !== id)
  if (!owner) return
  throw invalid(`A price (\`${owner.id}\`) already uses that lookup key.`, 'lookup_key')
}

/** `null` is said on purpose. */
function usualAmount({ unit_amount }: NewPrice): number | null {
  return unit_amount === undefined ? 900 : unit_amount
}

function recurringOf({ interval, interval_count, usage_type }: Recurring): Stripe.Price.Recurring {
  return {
    interval,
    interval_count: interval_count ?? 1,
    meter: null,
    trial_period_days: null,
    usage_type: usage_type ?? 'licensed',
  }
}

function hiddenOf({ currency_options = {}, tiers }: NewPrice, price: Stripe.Price) {
  const option = (unit_amount: number | null): Stripe.Price.CurrencyOptions => ({
    custom_unit_amount: price.custom_unit_amount,
    tax_behavior: price.tax_behavior,
    unit_amount,
    unit_amount_decimal: wireDecimal(unit_amount),
  })
  const others = Object.entries(currency_options).map(([currency, { unit_amount }]) => [
    currency,
    option(unit_amount),
  ])
  return {
    currency_options: Object.fromEntries([[price.currency, option(price.unit_amount)], ...others]),
    ...(tiers && {
      tiers: tiers.map(({ up_to, unit_amount }) => ({
        flat_amount: null,
        flat_amount_decimal: null,
        unit_amount,
        unit_amount_decimal: wireDecimal(unit_amount),
        up_to,
      })),
    }),
  }
}
