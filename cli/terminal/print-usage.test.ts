import { expect, test } from 'vitest'
import { drawScreen, findBroken } from '#tests/cli/terminal/screen.ts'
import { commands } from '../commands.ts'
import { printUsage } from './print-usage.ts'

function print(usage: string, columns: number): string {
  let raw = ''
  printUsage(usage, { isTTY: true, columns, write: (text) => (raw += text) })
  return raw
}

test.each([60, 80, 120])('in a window of %i columns no line is cut', (columns) => {
  for (const { usage } of Object.values(commands)) {
    const shown = drawScreen(print(usage, columns).replaceAll('\n', '\r\n'), columns)
    expect(findBroken(shown)).toEqual([])
  }
})

test('the words of an option stay in their column', () => {
  const usage = 'Usage: x\n\n  --page <address>  the address of the page, whole\nReads it.\n'
  expect(print(usage, 40)).toBe(
    'Usage: x\n\n  --page <address>  the address of the\n                    page, whole\nReads it.\n',
  )
})
