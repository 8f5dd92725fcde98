import { afterAll, afterEach, expect, test } from 'vitest'
import { closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import type { Shop } from '../shop/bare-shop.ts'
import { openBareShop } from '../shop/bare-shop.ts'
import type { Terminal } from './open-terminal.ts'
import { keys } from './open-terminal.ts'
import { drawScreen, findBroken } from './screen.ts'
import { answer, questionsOf, sitDown } from './sit-down.ts'

let shop: Shop
let terminal: Terminal
afterEach(async () => {
  terminal?.kill()
  await shop?.close()
})
afterAll(closeBareProject)

test.each(
  [1, 2, 3, 4, 5, 6, 7, 8].flatMap((place) => [
    [place, 'ctrlC'] as const,
    [place, 'ctrlD'] as const,
  ]),
)(
  'at question %i, %s ends it with 130, the terminal as it was, and nothing changed',
  async (place, key) => {
    shop = await openBareShop()
    const questions = questionsOf(shop)
    terminal = sitDown(shop)
    await answer(terminal, questions.slice(0, place - 1))
    await terminal.expect(questions[place - 1]![0])
    terminal.type(keys[key])
    const { code, raw, settings } = await terminal.ended
    expect(code).toBe(130)
    expect(settings).not.toMatch(/-(icanon|echo|isig)\b/)
    expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'))
    expect(shop.tripwire.writes).toEqual([])
    expect(await shop.readEnvironmentFile()).toBe('')
  },
)

test.each([30, 60, 80, 200])(
  'in a window of %i columns nothing is cut and nothing breaks out',
  async (columns) => {
    shop = await openBareShop()
    terminal = sitDown(shop, { columns })
    await answer(terminal, questionsOf(shop))
    const { code, text, raw } = await terminal.ended
    expect(code, text).toBe(0)
    expect(findBroken(drawScreen(raw, columns))).toEqual([])
  },
)

test('Ctrl-C in the middle ends after the step at hand, and the next run does the rest', async () => {
  shop = await openBareShop()
  const questions = questionsOf(shop)
  terminal = sitDown(shop)
  await answer(terminal, questions)
  await terminal.expect(/a portal configuration/)
  terminal.type(keys.ctrlC)
  const { code, text } = await terminal.ended
  expect(code, text).toBe(130)
  expect(text).toContain('Stopping after this step.')
  const places = ['--supabase-project', shop.management.ref, '--netlify-site', shop.netlify.siteId]
  const next = await shop.run(['setup', '--yes', ...places])
  expect(next.code, next.out + next.err).toBe(0)
}, 60_000)
