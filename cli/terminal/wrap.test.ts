import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

const window = (columns: number) => ({ write: () => true, isTTY: true, columns })

test('a text is broken between words, and its later lines are indented', () => {
  expect(wrap('  one two three four', window(12), '    ')).toBe('  one two\n    three\n    four')
})

test('columns stay apart', () => {
  expect(wrap('ok      it is here', window(16), '        ')).toBe('ok      it is\n        here')
})

test('an address stays whole, however narrow the window', () => {
  const address = `https://example.com/${'x'.repeat(60)}`
  expect(wrap(`see ${address} there`, window(20))).toBe(`see\n${address}\nthere`)
})

test('without a terminal nothing is broken', () => {
  const text = 'word '.repeat(100)
  expect(wrap(text, { write: () => true })).toBe(text)
})

test('a very wide window is not used to the end', () => {
  for (const line of wrap('word '.repeat(100), window(400)).split('\n'))
    expect(line.length).toBeLessThan(100)
})
