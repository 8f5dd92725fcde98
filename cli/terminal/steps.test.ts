import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { drawScreen } from '#tests/cli/terminal/screen.ts'
import { createSteps } from './steps.ts'

function openOutput(isTTY: boolean, columns = 40) {
  const out = { raw: '', isTTY, columns, write: (text: string) => (out.raw += text) }
  const screen = () =>
    drawScreen(out.raw.replaceAll('\n', '\r\n'), columns).map(({ text }) =>
      text.replaceAll('\u00a0', ' '),
    )
  return { out, screen }
}
const fail = () => Promise.reject(new Error('planted'))

test('on a terminal a step ends with a tick and its seconds, or with a cross, and nothing else is left', async () => {
  const { out, screen } = openOutput(true)
  const steps = createSteps(out)
  const answer = await steps.turn('Looking again', async (now) => {
    now('Checking: the key')
    await expect(steps.step('Do the second thing', fail)).rejects.toThrow('planted')
    return steps.step('Do a thing that takes more than one line', async () => {
      steps.say('Its log: https://example.com/a/very/long/address/of/a/log')
      return 7
    })
  })
  expect(answer).toBe(7)
  expect(screen()).toEqual([
    expect.stringMatching(/^. Do the second thing \(0\.\d s\)$/),
    'Its log:',
    'https://example.com/a/very/long/address/',
    'of/a/log',
    '✓ Do a thing that takes more than one',
    expect.stringMatching(/^ {2}line \(0\.\d s\)$/),
    '',
  ])
  // While it turned, its line was never longer than the window.
  const drawn = out.raw.split('\r\u001b[K').flatMap((part) => part.split('\n'))
  const shown = drawn.map((line) => stripVTControlCharacters(line))
  expect(shown.some((line) => line.includes('Checking: the key'))).toBe(true)
  for (const line of shown.filter((each) => !each.includes('https:')))
    expect(line.length).toBeLessThan(40)
})

test('elsewhere a step is one plain line, and what only takes its time is nothing', async () => {
  const { out } = openOutput(false)
  const steps = createSteps(out)
  await steps.turn('Looking again', async () => steps.step('Do a thing', async () => undefined))
  await steps.wait('Waiting', async () => steps.say('Its log'))
  await expect(steps.step('Do another', fail)).rejects.toThrow('planted')
  expect(out.raw).toBe('  Do a thing\nWaiting ...\nIts log\n  Do another\n')
})
