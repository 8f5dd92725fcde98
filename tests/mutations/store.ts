import type { Mutant } from './mutant.ts'

/** What protects the pages of products, and whoever reads them. */
export const storeMutants: Mutant[] = [
  {
    defense: 'words of the owner are no markup',
    out: 'return text.replaceAll(/[&<>"\']/g, (sign) => entities[sign] ?? sign)',
    by: 'return text',
    test: 'tests/doors/offers/product.test.ts',
  },
  {
    defense: 'no value ends a data block',
    out: ".replaceAll('<', String.raw`\\u003c`)",
    by: '',
    test: 'tests/doors/offers/product.test.ts',
  },
  {
    defense: 'pictures come from the owner’s places only',
    out: 'if (!sources.some((source) => href.startsWith(source))) return null',
    by: '',
    test: 'tests/doors/offers/product.test.ts',
  },
  {
    defense: 'what is not shown has the page of what is not there',
    out: '(price.is_offered or price.is_sold_out) and price.active and not price.deleted\n$$;\ncomment on function private.offers_of',
    by: 'price.active and not price.deleted\n$$;\ncomment on function private.offers_of',
    test: 'tests/doors/offers/product.test.ts',
  },
]
