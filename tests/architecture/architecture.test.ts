import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { doors } from '#server/needs.ts'
import { findStrays, isTest } from './arrows.ts'
import type { Import } from './imports.ts'
import { files, findCircles, imports, root } from './imports.ts'

test('every import follows an arrow of the design', () => {
  expect(findStrays(imports)).toEqual([])
})

const import_ = (from: string, to: string, isType = false): Import => ({ from, to, isType })

test.each<[what: string, stray: Import]>([
  [
    'a door that goes past its use-case',
    import_('netlify/functions/a.ts', 'server/gateways/stripe/ask.ts'),
  ],
  [
    'a use-case that makes its own gateway',
    import_('server/use-cases/links/a.ts', 'server/gateways/stripe/ask.ts'),
  ],
  [
    'a use-case of another area',
    import_('server/use-cases/links/a.ts', 'server/use-cases/sync/b.ts', true),
  ],
  ['a rule of another area', import_('server/rules/sync/a.ts', 'server/rules/links/b.ts')],
  [
    'a rule that asks a service',
    import_('server/rules/links/a.ts', 'server/gateways/stripe/ask.ts', true),
  ],
  [
    'a gateway that knows a use-case',
    import_('server/gateways/stripe/a.ts', 'server/use-cases/links/b.ts', true),
  ],
  [
    'a gateway of another service',
    import_('server/gateways/stripe/a.ts', 'server/gateways/supabase/b.ts'),
  ],
  ['needs that import anything', import_('server/needs.ts', 'server/errors.ts', true)],
  ['the contract as code', import_('web/billing/a.ts', 'server/contract/links.ts')],
  ["the server's code in the page", import_('web/requests/a.ts', 'server/rules/proved.ts', true)],
  ['a screen of another area', import_('web/billing/a.ts', 'web/sign-in/b.ts')],
  [
    'a terminal that calls a gateway',
    import_('cli/services/a.ts', 'server/gateways/stripe/ask.ts'),
  ],
  ['a service that knows a check', import_('cli/services/a.ts', 'cli/checks/b.ts', true)],
  ["another stand-in's code", import_('local/stripe/a.ts', 'local/supabase/b.ts')],
  ["a stand-in that shares the server's code", import_('local/stripe/a.ts', 'server/needs.ts')],
  ['a stand-in that shares a test', import_('local/stripe/a.ts', 'tests/world.ts')],
  ['a benchmark that shares a test', import_('bench/a.ts', 'tests/world.ts')],
  ['a product that is a stand-in', import_('server/wiring/a.ts', 'local/stripe/index.ts')],
  ["an owner's file with a dependency", import_('spend/a.ts', 'server/errors.ts', true)],
  ["an owner's file that needs another", import_('spend/a.ts', 'spend/b.ts')],
  ['a product that stands on what owners copy', import_('server/http/a.ts', 'spend/credits.ts')],
  ['a folder that the design does not know', import_('utils/a.ts', 'server/errors.ts')],
])('is refused: %s', (_what, stray) => {
  expect(findStrays([stray])).toEqual([stray])
})

test('no file leads back to itself', () => {
  expect(findCircles(imports)).toEqual([])
  const planted = [import_('a.ts', 'b.ts'), import_('b.ts', 'c.ts', true), import_('c.ts', 'a.ts')]
  expect(findCircles([...planted, import_('d.ts', 'a.ts')])).toEqual([['a.ts', 'b.ts', 'c.ts']])
})

test('no folder is a drawer: at most sixteen files of code of one level', () => {
  const counts = Map.groupBy(files, (file) => dirname(file))
  const crowded = [...counts].filter(([, each]) => each.length > 16)
  expect(crowded.map(([folder, each]) => `${folder}: ${each.length}`)).toEqual([])
})

test('no file of logic is longer than two hundred lines', () => {
  const long = files
    .filter((file) => /^(server|netlify|web|build|cli|spend|local)\//.test(file) && !isTest(file))
    // A language is a list of sentences.
    .filter((file) => !/^web\/words\/\w\w(-\w+)?\.ts$/.test(file) && file !== 'server/needs.ts')
    .map((file) => ({ file, lines: isCopied(file) ? linesWithoutDocs(file) : linesOf(file) }))
    .filter(({ lines }) => lines > 200)
  expect(long).toEqual([])
})

test('what owners copy needs no package, and no other runtime than theirs', () => {
  const copied = files.filter((file) => isCopied(file) && !isTest(file))
  expect(copied).toContain('spend/credits.ts')
  for (const file of copied) {
    const text = readFileSync(join(root, file), 'utf8')
    expect(text, file).not.toMatch(
      /^import |import\(|require\(| from '|process\.|\bBuffer\b|\bDeno\b/m,
    )
  }
})

test('a door is at most 25 lines, has its line in needs.ts, and nothing else is beside the doors', () => {
  const found = readdirSync(join(root, 'netlify/functions'))
  expect(found.sort()).toEqual(
    Object.keys(doors)
      .map((name) => `${name}.ts`)
      .sort(),
  )
  for (const door of found) expect(linesOf(`netlify/functions/${door}`), door).toBeLessThan(26)
})

test('the environment is read in one file of the server', () => {
  const readers = files
    .filter((file) => /^(server|netlify)\//.test(file) && !isTest(file))
    .filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'))
  expect(readers).toEqual(['server/config.ts'])
})

test('the reader of imports sees every form', () => {
  const has = (from: string, to: string, isType = false) =>
    imports.some((each) => each.from === from && each.to === to && each.isType === isType)
  expect(has('server/http/door.ts', 'server/wiring.ts')).toBe(true)
  expect(has('server/http/door.ts', 'server/wiring.ts', true)).toBe(true)
  expect(has('web/words/locale.ts', 'web/words/de.ts')).toBe(true)
  expect(imports.length).toBeGreaterThan(1000)
})

/** Whoever copies it has nothing else to read. */
const isCopied = (file: string) => file.startsWith('spend/')

function linesWithoutDocs(file: string): number {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/^ *\/\*\*[^]*?\*\/\n/gm, '')
  return text.trimEnd().split('\n').length
}

function linesOf(file: string): number {
  return readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length
}
