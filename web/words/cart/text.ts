import type { Text } from '../text.ts'
import type { text } from './en.ts'

/** The words of `<shop-cart>` alone. */
export type CartWords = typeof text

/** Everything that `<shop-cart>` says. */
export type CartText = Text & Pick<CartWords, 'cart'>
