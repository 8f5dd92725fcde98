import type { ErrorCode } from '../../contract/problem.ts'
import { GatewayError } from '../../errors.ts'
import { invalidField } from '../parse-json-object.ts'
import type { OfferedPrice, OrderLine } from './offered-price.ts'

/** What Stripe's page of an order is told of its lines. */
export type OrderTerms = {
  /** By the price's id: the same cart is the same order, in whichever order it was filled. */
  lines: OrderLine[]
  mode: 'payment' | 'subscription'
  currency: string
  trialDays: number | null
  /** Countries among which the address is asked; `null`: no address is. */
  ships: string[] | null
  /** Rates to choose from, the first one chosen. */
  shipping: string[]
  phone: boolean
}

/** Stripe's limits by mode. https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-line_items */
const most = { once: 100, onceBesideRecurring: 20, recurring: 20, rates: 5 }

/**
 * Whether one order can hold these lines, and what its page asks for.
 * @throws `currencies_mixed`, `rhythms_mixed`, `shipping_apart`; `body_invalid` for more lines than Stripe takes, for
 * more than one of what can't be counted, or for an amount of the customer's choice beside anything else
 */
export function judgeLines(given: readonly OrderLine[]): OrderTerms {
  const lines = given.toSorted((one, other) => (one.price.id < other.price.id ? -1 : 1))
  const prices = lines.map(({ price }) => price)
  const recurring = prices.filter(isRecurring)
  const [currency = ''] = assertOne(prices, ({ currency: each }) => each, 'currencies_mixed')
  assertOne(recurring, rhythmOf, 'rhythms_mixed')
  assertCount(lines, recurring.length)
  const parcel = joinParcels(prices)
  if (recurring.length > 0 && parcel.shipping.length > 0) throw apart()
  return {
    lines,
    mode: recurring.length > 0 ? 'subscription' : 'payment',
    currency,
    trialDays: trialOf(recurring),
    ...parcel,
    phone: prices.some(({ phone }) => phone),
  }
}

export function isRecurring({ interval }: OfferedPrice): boolean {
  return interval !== null
}

function rhythmOf({ interval, intervalCount }: OfferedPrice): string {
  return `${intervalCount} ${interval}`
}

function assertOne(
  prices: readonly OfferedPrice[],
  of: (price: OfferedPrice) => string,
  code: ErrorCode,
): string[] {
  const values = [...new Set(prices.map(of))]
  if (values.length > 1) throw new GatewayError(code, 'the lines of one order differ in it')
  return values
}

function assertCount(lines: readonly OrderLine[], recurring: number): void {
  const once = lines.length - recurring
  if (once > (recurring > 0 ? most.onceBesideRecurring : most.once)) throw invalidField('items')
  if (recurring > most.recurring) throw invalidField('items')
  for (const { price, quantity } of lines) {
    if (quantity > 1 && (price.isCustom || price.isMetered)) throw invalidField('quantity')
    if (price.isCustom && lines.length > 1) throw invalidField('items')
  }
}

/** Whatever is sent goes in one parcel, to one address, for one rate. */
function joinParcels(prices: readonly OfferedPrice[]): Pick<OrderTerms, 'ships' | 'shipping'> {
  const sent = prices.flatMap(({ ships, shipping }) =>
    ships === null ? [] : [{ ships, shipping }],
  )
  const ships = common(sent.map((each) => each.ships))
  const shipping = common(sent.flatMap((each) => (each.shipping === null ? [] : [each.shipping])))
  if (ships?.length === 0 || shipping?.length === 0) throw apart()
  return { ships, shipping: shipping?.slice(0, most.rates) ?? [] }
}

/** What all lists hold, in the order of the first; `null` without any list. */
function common(lists: readonly string[][]): string[] | null {
  const [first, ...others] = lists
  return first?.filter((each) => others.every((list) => list.includes(each))) ?? null
}

/** A trial is the whole subscription's: nobody gets one for what has none, or for longer than the shortest. */
function trialOf(recurring: readonly OfferedPrice[]): number | null {
  const days = recurring.map(({ trialDays }) => trialDays)
  return days.length === 0 || days.includes(null) ? null : Math.min(...days.map(Number))
}

function apart(): GatewayError {
  return new GatewayError('shipping_apart', 'no country, or no rate, is common to all that is sent')
}
