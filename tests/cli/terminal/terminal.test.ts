import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keys } from './open-terminal.ts'
import { drawScreen, findBroken } from './screen.ts'
import { answer, expectRestored, useTerminals } from './sit-down.ts'

const sitDown = useTerminals()

test('in a narrow window eight questions lead from nothing to a doctor without faults', async () => {
  const { shop, terminal, questions } = await sitDown({ columns: 40 })
  await answer(terminal, questions)
  const end = await terminal.ended
  expect(end.code, end.text).toBe(0)
  expect(end.words).toMatch(/ Questions: 8\. Changes: \d+\. Seconds: \d+\./)
  expect(end.text).not.toMatch(/^(fault|unknown)/m)
  expect(end.text).toMatch(/^✓ Create a webhook endpoint/m)
  expect(end.words).toMatch(/Your page is live: http\S+ Next: npm run smoke .*supabase\.com/)
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
  // The plan and its question are on one screen of the usual height.
  const [, screen = ''] = /^(\d+ changes to be made[^]*)^Nothing/m.exec(text) ?? []
  expect(screen).toContain('Make these changes?')
  expect(screen.split('\n').length, screen).toBeLessThanOrEqual(24)
  // oxlint-disable-next-line no-control-regex
  expect(raw).not.toMatch(/\u001b\[[\d;]*m/)
  expect(shop.tripwire.writes).toEqual([])
})

test('a refused key is asked for again, and never shown; Ctrl-C at a question ends it with 130', async () => {
  const { shop, terminal } = await sitDown()
  await terminal.expect('secret key (sk_...)')
  terminal.type(keys.enter)
  await terminal.expect('This is required')
  terminal.type(`rk_wrong_planted${keys.enter}`)
  await terminal.expect('it must begin with')
  terminal.type(`${keys.backspace.repeat(20)}sk_test_planted${keys.enter}`)
  await terminal.expect(/The key is refused: copy it again.*secret key \(sk_/)
  terminal.type(`sk_test_local${keys.enter}`)
  await terminal.expect('access token (sbp_')
  terminal.type(keys.ctrlC)
  const end = await terminal.ended
  expect(end.code).toBe(130)
  expect(end.raw).not.toContain('planted')
  expect(end.text).toContain('Stopped. Nothing was changed.')
  expectRestored(end)
  expect(shop.tripwire.writes).toEqual([])
  expect(await shop.readEnvironmentFile()).toBe('')
})

test('Enter at a question opens its page in the browser, and the question stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portal-gateway-browser-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [browser, opened] = [join(folder, 'browser'), join(folder, 'opened')]
  await writeFile(browser, `#!/bin/sh\necho "$#" "$@" > '${opened}'\n`)
  await chmod(browser, 0o755)
  const { terminal, questions } = await sitDown({ columns: 40, env: { BROWSER: browser } })
  await answer(terminal, questions.slice(0, 5))
  await terminal.expect('The restricted key (rk_...)')
  terminal.type(keys.enter)
  await terminal.expect('Your browser was asked to open the page.')
  terminal.type(`rk_test_local${keys.enter}`)
  await terminal.expect('Make these changes?')
  terminal.type(keys.ctrlC)
  expect((await terminal.ended).code).toBe(130)
  const [count, address = ''] = (await readFile(opened, 'utf8')).trim().split(' ')
  expect(count).toBe('1')
  expect(new URL(address).searchParams.getAll('permissions[]')).toContain('rak_customer_read')
})
