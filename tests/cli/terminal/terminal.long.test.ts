import { expect, test } from 'vitest'
import { keys } from './open-terminal.ts'
import { drawScreen, findBroken } from './screen.ts'
import { answer, expectRestored, useTerminals } from './sit-down.ts'

const sitDown = useTerminals()

test.each([
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((place) => [
    [place, 'ctrlC'] as const,
    [place, 'ctrlD'] as const,
  ]),
  [2, 'escape'] as const,
])(
  'at question %i, %s ends it with 130, the terminal is as it was, and nothing has changed',
  async (place, key) => {
    const { shop, terminal, questions } = await sitDown()
    await answer(terminal, questions.slice(0, place - 1))
    await terminal.expect(questions[place - 1]![0])
    terminal.type(keys[key])
    const end = await terminal.ended
    expect(end.code).toBe(130)
    expect(end.text).toContain('Stopped. Nothing was changed.')
    expectRestored(end)
    expect(shop.tripwire.writes).toEqual([])
    expect(await shop.readEnvironmentFile()).toBe('')
  },
)

test.each([30, 60, 80, 200])(
  'in a window of %i columns nothing is cut and nothing breaks out',
  async (columns) => {
    const { terminal, questions } = await sitDown({ columns })
    await answer(terminal, questions)
    const { code, text, raw } = await terminal.ended
    expect(code, text).toBe(0)
    expect(findBroken(drawScreen(raw, columns))).toEqual([])
  },
)

test('Ctrl-C in the middle ends after the current step, and the next run does the rest', async () => {
  const { shop, terminal, questions } = await sitDown()
  await answer(terminal, questions)
  await terminal.expect(/Make these changes\?.*Create a portal configuration/)
  terminal.type(keys.ctrlC)
  const { code, text } = await terminal.ended
  expect(code, text).toBe(130)
  expect(text).toContain('Stopping after this step.')
  const places = ['--supabase-project', shop.management.ref, '--netlify-site', shop.netlify.siteId]
  const next = await shop.run(['setup', '--yes', ...places])
  expect(next.code, next.out + next.err).toBe(0)
})
