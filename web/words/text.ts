import type { text } from './en.ts'
import type { text as account } from './account/en.ts'
import type { text as cart } from './cart/en.ts'
import type { text as plans } from './plans/en.ts'

/** Everything that the page says. English sets the shape; every other language fills the same one. */
export type Text = typeof text

/** Some sentences of some groups, as an owner may set them in `web/brand.ts`. */
export type TextOverrides = { [Group in keyof Text]?: Partial<Text[Group]> } & {
  /** Those of `<buy-plans>`. */
  plans?: Partial<(typeof plans)['plans']>
  /** Those of `<shop-cart>`. */
  cart?: Partial<(typeof cart)['cart']>
  /** Those of the section with credits. */
  balance?: Partial<(typeof account)['balance']>
}
