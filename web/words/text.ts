import type { text } from './en.ts'

/** Everything that the page says. English sets the shape; every other language fills the same one. */
export type Text = typeof text

/** A sentence that changes with a number, by the names of `Intl.PluralRules`. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** Some sentences of some groups, as an owner may set them in `web/brand.ts`. */
export type TextOverrides = { [Group in keyof Text]?: Partial<Text[Group]> }
