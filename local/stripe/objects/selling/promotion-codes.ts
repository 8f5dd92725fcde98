import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import { invalid } from '../../api/problem.ts'
import type { SessionEntry } from './checkout-session.ts'

export type PromotionCode = { id: string; coupon: string; code: string; percentOff: number }

const codesOf = perAccount(() => new Map<string, PromotionCode>())

/** What a payer can type on the page where the order allows it; it takes a share off every invoice. */
export function createPromotionCode(
  account: Account,
  { code, percent_off: percentOff }: { code: string; percent_off: number },
): PromotionCode {
  const [id, coupon] = [account.nextId('promo'), account.nextId('coupon')]
  const promotion = { id, coupon, code, percentOff }
  codesOf(account).set(code.toUpperCase(), promotion)
  return promotion
}

/** Takes off what a typed code promises. @throws 400 for an unknown code, and where none is asked for */
export function applyCode(account: Account, { object, plan }: SessionEntry, typed: string): void {
  const promotion = codesOf(account).get(typed.trim().toUpperCase())
  if (!promotion || object.allow_promotion_codes !== true) throw invalid('This code is invalid.')
  plan.percentOff = promotion.percentOff
  object.discounts = [{ coupon: promotion.coupon, promotion_code: promotion.id }]
}
