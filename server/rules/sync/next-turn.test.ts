import { expect, test } from 'vitest'
import type { Turn } from './next-turn.ts'
import { nextTurn } from './next-turn.ts'

const pass = { ticket: 1, until: null, sweepAfter: null }
const filled = { pass: null, passedAt: 1, isPassFirst: false }

test.each<[what: string, state: Parameters<typeof nextTurn>[0], isDue: boolean, turn: Turn]>([
  ['an empty table', { ...filled, passedAt: null }, true, 'first fill'],
  ['a fill under way', { ...filled, passedAt: null, pass, isPassFirst: true }, false, 'first fill'],
  ['nothing due', filled, false, 'replay'],
  ['nothing due, after an odd number of passes', { ...filled, isPassFirst: true }, false, 'replay'],
  ['a new day', filled, true, 'replay first'],
  ['a new day, the other way round', { ...filled, isPassFirst: true }, true, 'pass first'],
  ['a pass under way', { ...filled, pass }, false, 'replay first'],
  ['a pass under way, next run', { ...filled, pass, isPassFirst: true }, false, 'pass first'],
])('%s', (_what, state, isDue, turn) => {
  expect(nextTurn(state, isDue)).toBe(turn)
})
