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

test('in a narrow window eight questions lead from nothing to a doctor without fault', async () => {
  shop = await openBareShop()
  const questions = questionsOf(shop)
  terminal = sitDown(shop, { columns: 40 })
  await answer(terminal, questions)
  const { code, text, raw, settings } = await terminal.ended
  expect(code, text).toBe(0)
  expect(text).toMatch(/^Questions: 8\. Changes: \d+\. Seconds: \d+\.$/m)
  expect(text).not.toMatch(/^(fault|unknown)/m)
  const screen = drawScreen(raw, 40)
  expect(findBroken(screen)).toEqual([])
  const shown = screen.map((line) => line.text).join('\n')
  for (const [words] of questions)
    expect(shown.match(new RegExp(words.source, 'g')), words.source).toHaveLength(1)
  for (const secret of await shop.secrets()) expect(raw).not.toContain(secret)
  expectRestored(settings, raw)
})

test('with NO_COLOR no colour is written, and Ctrl-C at a question ends it with 130', async () => {
  shop = await openBareShop()
  const questions = questionsOf(shop)
  terminal = sitDown(shop, { env: { NO_COLOR: '1' } })
  await answer(terminal, questions.slice(0, 5))
  await terminal.expect(questions[5]![0])
  terminal.type(keys.ctrlC)
  const { code, raw, settings } = await terminal.ended
  expect(code).toBe(130)
  // oxlint-disable-next-line no-control-regex
  expect(raw).not.toMatch(/\u001b\[[\d;]*m/)
  expectRestored(settings, raw)
  expect(shop.tripwire.writes).toEqual([])
  expect(await shop.readEnvironmentFile()).toBe('')
})

test('a no to the changes changes nothing: 1', async () => {
  shop = await openBareShop()
  const questions = questionsOf(shop)
  terminal = sitDown(shop)
  await answer(terminal, questions.slice(0, 6))
  await terminal.expect(questions[6]![0])
  terminal.type('n')
  const { code, text } = await terminal.ended
  expect(code).toBe(1)
  expect(text).toContain('Nothing was changed.')
  expect(shop.tripwire.writes).toEqual([])
})

test('a refused key is asked for again, and never shown', async () => {
  shop = await openBareShop()
  terminal = sitDown(shop)
  await terminal.expect(/secret key \(sk_/)
  terminal.type(`rk_wrong_planted${keys.enter}`)
  await terminal.expect('it must begin with')
  terminal.type(`${'\u007f'.repeat(20)}sk_test_planted${keys.enter}`)
  await terminal.expect('STRIPE_SETUP_KEY: the key is refused')
  await terminal.expect(/secret key \(sk_/)
  terminal.type(`sk_test_local${keys.enter}`)
  await terminal.expect(/access token/)
  terminal.type(keys.escape)
  const { code, raw } = await terminal.ended
  expect(code).toBe(130)
  expect(raw).not.toContain('planted')
})

function expectRestored(settings: string, raw: string): void {
  expect(settings).toMatch(/\bicanon\b/)
  expect(settings).not.toMatch(/-(icanon|echo|isig)\b/)
  expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'))
}
