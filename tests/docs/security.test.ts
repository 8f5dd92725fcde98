import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mutants } from '#tests/mutations/mutants.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'SECURITY.md'), 'utf8')
const [, section = ''] = /^## Threats$([^]*?)^`npm run/m.exec(page) ?? []
const threats = section
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, threat = '', defense = '', shown = '']) => ({ threat, defense, shown }))

test('the table of threats is read whole', () => {
  expect(threats.length).toBeGreaterThan(40)
  expect(new Set(threats.map(({ threat }) => threat)).size).toBe(threats.length)
})

test.each(threats)('$threat: has a defense, and a test that exists', ({ defense, shown }) => {
  const files = [...shown.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)
  expect(defense).not.toBe('')
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test('the tests that must notice a missing defense exist', () => {
  expect(mutants.filter(({ test: file }) => !existsSync(join(root, file)))).toEqual([])
})
