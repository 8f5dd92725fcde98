import type { text } from './en.ts'

/** What is said of what somebody has. */
export type AccountWords = typeof text
