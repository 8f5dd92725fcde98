import type { UndecidedLine } from './supabase-credits.ts'

/** Why nobody can tell yet what a paid line promised, and what to do about it. */
export function whyUndecided({
  price,
  product,
  why,
}: Pick<UndecidedLine, 'price' | 'product' | 'why'>): string {
  switch (why) {
    case 'never_begun':
      return 'what was sold was never listed; run `npm run sync`'
    case 'price_unread':
      return `the price ${price} is not in the table; run \`npm run sync -- --full\``
    case 'product_unread':
      return `the product ${product} is not in the table; run \`npm run sync -- --full\``
    case 'unreadable':
      return `the metadata of ${price} or of its product can't be read; \`npm run doctor\` says what it must be`
    case 'other_currency':
      return `it was paid in another currency than ${price} has, or the next pass decides it; give the credits by hand`
    default:
      return 'the next pass decides it; run `npm run sync -- --full` to have it now'
  }
}
