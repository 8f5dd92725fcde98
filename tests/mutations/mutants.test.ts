import { expect, test } from 'vitest'
import { findPlace, readSources } from './find-place.ts'
import { mutants } from './mutants.ts'

const sources = readSources(new URL('../..', import.meta.url).pathname)

test.each(mutants)('there is one place to take out: $defense', (mutant) => {
  expect(findPlace(mutant, sources).text).toContain(mutant.out)
})

test('words that are nowhere, or twice, are no place', () => {
  expect(() => findPlace({ defense: 'one', out: 'no such words' }, sources)).toThrow('"one"')
  expect(() => findPlace({ defense: 'two', out: 'const' }, sources)).toThrow('"two"')
})
