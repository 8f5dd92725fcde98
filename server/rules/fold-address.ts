import type { FoldedAddress } from './proved.ts'

/**
 * The one spelling under which addresses are compared: U+0020 trimmed, ASCII letters in lower case, nothing else.
 * Unicode lower-casing would let a Kelvin sign pass for a k; folding dots or plus signs would widen access.
 * The column `stripe_customers.address` computes the same in SQL.
 */
export function foldAddress(email: string): FoldedAddress {
  const folded = email.replace(/^ +| +$/g, '').replace(/[A-Z]+/g, (ascii) => ascii.toLowerCase())
  return folded as FoldedAddress
}
