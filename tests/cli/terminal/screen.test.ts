import { expect, test } from 'vitest'
import { drawScreen, findBroken } from './screen.ts'

const textOf = (raw: string, columns = 20) => drawScreen(raw, columns).map(({ text }) => text)

test('what is written over is gone, and what is erased too', () => {
  expect(textOf('one\r\ntwo\r\n\u001b[2Aten\r\n\u001b[2Knew')).toEqual(['ten', 'new'])
  expect(textOf('one\r\ntwo\u001b[1A\r\u001b[Jend')).toEqual(['end'])
})

test('a line that is too long for the window is found, except an address', () => {
  expect(findBroken(drawScreen('these are many words\r\n', 8))).toHaveLength(1)
  expect(findBroken(drawScreen('https://example.com\r\n', 8))).toEqual([])
  expect(findBroken(drawScreen('few\r\nwords', 8))).toEqual([])
})

test('an unknown code is an error', () => {
  expect(() => drawScreen('\u001b[2X', 8)).toThrow('unknown code X')
})
