import { expect, test } from 'vitest'
import { keys } from './open-terminal.ts'
import { drawScreen, findBroken } from './screen.ts'
import { answer, expectRestored, useTerminals } from './sit-down.ts'

const sitDown = useTerminals()

test('in a narrow window eight questions lead from nothing to a doctor without faults', async () => {
  const { shop, terminal, questions } = await sitDown({ columns: 40 })
  await answer(terminal, questions)
  const end = await terminal.ended
  expect(end.code, end.text).toBe(0)
  expect(end.text).toMatch(/^Questions: 8\. Changes: \d+\. Seconds: \d+\.$/m)
  expect(end.text).not.toMatch(/^(fault|unknown)/m)
  expect(findBroken(drawScreen(end.raw, 40))).toEqual([])
  for (const [words] of questions) expect(end.words.split(words), words).toHaveLength(2)
  for (const secret of await shop.secrets()) expect(end.raw).not.toContain(secret)
  expectRestored(end)
})

test('a no to the changes changes nothing: 1; with NO_COLOR no color is written', async () => {
  const { shop, terminal, questions } = await sitDown({ env: { NO_COLOR: '1' } })
  await answer(terminal, questions.slice(0, 6))
  await terminal.expect(questions[6]![0])
  terminal.type('n')
  const { code, text, raw } = await terminal.ended
  expect(code).toBe(1)
  expect(text).toContain('Nothing was changed.')
  // oxlint-disable-next-line no-control-regex
  expect(raw).not.toMatch(/\u001b\[[\d;]*m/)
  expect(shop.tripwire.writes).toEqual([])
})

test('a refused key is asked for again, and never shown; Ctrl-C at a question ends it with 130', async () => {
  const { shop, terminal } = await sitDown()
  await terminal.expect('secret key (sk_...)')
  terminal.type(`rk_wrong_planted${keys.enter}`)
  await terminal.expect('it must begin with')
  terminal.type(`${keys.backspace.repeat(20)}sk_test_planted${keys.enter}`)
  await terminal.expect(/STRIPE_SETUP_KEY: the key is refused.*secret key \(sk_/)
  terminal.type(`sk_test_local${keys.enter}`)
  await terminal.expect('access token (sbp_')
  terminal.type(keys.ctrlC)
  const end = await terminal.ended
  expect(end.code).toBe(130)
  expect(end.raw).not.toContain('planted')
  expectRestored(end)
  expect(shop.tripwire.writes).toEqual([])
  expect(await shop.readEnvironmentFile()).toBe('')
})
