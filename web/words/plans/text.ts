import type { Text } from '../text.ts'
import type { text } from './en.ts'

/** The words of `<buy-plans>` alone. */
export type PlansWords = typeof text

/** Everything that `<buy-plans>` says. */
export type PlansText = Text & Pick<PlansWords, 'plans'>
