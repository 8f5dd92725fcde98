import type { Account } from '../../account.ts'
import { amountWords } from '../../amount-words.ts'
import { invalid } from '../../api/problem.ts'
import { getPrice } from '../catalogue/prices.ts'
import type { SessionEntry } from './checkout-session.ts'
import { addUp } from './checkout-session.ts'
import type { LineRecord } from './line-items.ts'

/** By the line's id. */
export type Adjustments = {
  /** How many, where the payer may say. */
  quantities?: Record<string, number>
  /** In minor units, where the price is the payer's to choose. */
  amounts?: Record<string, number>
}

/** What the payer may still change on the page. @throws 400 outside of its bounds */
export function adjustOrder(
  account: Account,
  entry: SessionEntry,
  { quantities = {}, amounts = {} }: Adjustments,
): void {
  for (const line of entry.lines) {
    const [quantity, amount] = [quantities[line.id], amounts[line.id]]
    if (quantity !== undefined) setQuantity(line, quantity)
    if (amount !== undefined) choose(account, line, amount)
    if (getPrice(account, line.price).custom_unit_amount && line.chosen === null) {
      throw invalid('Enter an amount', 'amount')
    }
  }
  addUp(account, entry)
}

function setQuantity(line: LineRecord, quantity: number): void {
  const { minimum = line.quantity, maximum = line.quantity } = line.adjustable ?? {}
  if (!Number.isInteger(quantity) || quantity < minimum || quantity > maximum) {
    throw invalid(`The quantity must be from ${minimum} to ${maximum}`, 'quantity')
  }
  line.quantity = quantity
}

function choose(account: Account, line: LineRecord, amount: number): void {
  const { custom_unit_amount: bounds, currency } = getPrice(account, line.price)
  if (!bounds) throw invalid('This amount is fixed', 'amount')
  const { minimum, maximum } = bounds
  // Stripe takes half a dollar at least.
  const least = minimum ?? 50
  if (!Number.isInteger(amount) || amount < least || amount > (maximum ?? Infinity)) {
    const upper = maximum === null ? '' : `, and at most ${amountWords(maximum, currency)}`
    throw invalid(`The amount must be at least ${amountWords(least, currency)}${upper}`, 'amount')
  }
  line.chosen = amount
}
