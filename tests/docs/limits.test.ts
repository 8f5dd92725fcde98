import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/how-it-works.md'), 'utf8')
const [, section = ''] = /^## Time-outs and limits$([^]*?)^### /m.exec(page) ?? []

const rows = [...section.matchAll(/^\| (.+?) +\| (.+?) +\| (`.+`) +\|$/gm)].map(
  ([, what = '', bound = '', where = '']) => ({
    what,
    bound,
    paths: [...where.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
  }),
)

/** As it may be written in code: in seconds, milliseconds, bytes. */
const units = [1, 60, 1000, 60_000, 1024]

function textOf(path: string): string {
  const files = path.endsWith('/') ? globSync(`${path}**/*.{ts,sql,toml}`, { cwd: root }) : [path]
  return files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
}

test('the table of limits is read whole', () => {
  expect(rows.length).toBeGreaterThan(20)
})

test.each(rows)('$what: the first number is in the file beside it', ({ bound, paths }) => {
  const number = Number(/\d[\d,]*/.exec(bound)?.[0].replaceAll(',', ''))
  const written = new Set(paths.map(textOf).join('\n').replaceAll('_', '').match(/\d+/g))
  expect(units.some((unit) => written.has(String(number * unit)))).toBe(true)
})
