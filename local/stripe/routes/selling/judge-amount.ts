import type { Account } from '../../account.ts'
import { amountWords } from '../../amount-words.ts'
import { invalid } from '../../api/problem.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import type { NewSession } from '../../objects/selling/checkout-sessions.ts'
import { amountsOfLine } from '../../objects/selling/line-items.ts'

const blankLine = {
  id: '',
  quantity: 1,
  chosen: null,
  currency: null,
  adjustable: null,
  metadata: {},
}
const [least, most] = [50, 99_999_999]

/** @throws 400 for a sum that can't be charged; one that nobody knows yet, and nothing at all, can be */
export function assertAmount(account: Account, { lines, plan = {} }: NewSession): void {
  const prices = lines.map(({ price }) => getPrice(account, price))
  if (prices.some((price) => price.custom_unit_amount)) return
  const terms = { percentOff: 0, isTrial: Boolean(plan.trialDays) }
  const total = lines
    .map((line) => ({ ...blankLine, ...line }))
    .reduce((sum, line) => sum + amountsOfLine(account, line, terms).total, 0)
  const currency = prices[0]?.currency ?? 'usd'
  if (total > most) {
    throw invalid(
      `The Checkout Session's total amount due must be no more than ${amountWords(most, currency)}.`,
      undefined,
      'amount_too_large',
    )
  }
  if (total === 0 || total >= least) return
  throw invalid(
    "The Checkout Session's total amount must convert to at least 50 cents.",
    undefined,
    'amount_too_small',
  )
}
