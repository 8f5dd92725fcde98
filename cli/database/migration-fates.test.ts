import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AppliedMigration } from './database-state.ts'
import { fatesOf } from './migration-fates.ts'
import { objectsOf, readMigrations } from './migrations.ts'

const making = (version: string, ...names: string[]) => ({
  version,
  name: `m${version}`,
  sql: names.map((name) => `create table ${name} (a text);\n`).join(''),
})
const replacing = (version: string) => ({
  version,
  name: `m${version}`,
  sql: 'create or replace function public.one() returns int language sql as $$ select 1 $$;\n',
})
const [schema, first, change, second, last] = [
  replacing('1'),
  making('2', 'public.one'),
  replacing('3'),
  making('4', 'public.two', 'public.three'),
  replacing('5'),
]
const all = [schema, first, change, second, last]
const recorded = (...some: typeof all) => some.map(({ version, sql }) => ({ version, text: sql }))
const fates = (objects: string[], applied: AppliedMigration[] = []) => [
  ...fatesOf(all, { applied, objects: new Set(objects) }).values(),
]

test('in an empty project all of them are missing', () => {
  expect(fates([])).toEqual(all.map(() => 'missing'))
})

test('whoever upgrades gets what only replaces functions, too', () => {
  const before = recorded(schema, first)
  expect(fates(['public.one'], before)).toEqual([
    'applied',
    'applied',
    'missing',
    'missing',
    'missing',
  ])
})

test('run by hand, what only replaces functions ran before what follows; of the last nothing tells', () => {
  expect(fates(['public.one'])).toEqual(['by hand', 'by hand', 'missing', 'missing', 'missing'])
  const whole = ['public.one', 'public.two', 'public.three']
  expect(fates(whole)).toEqual(['by hand', 'by hand', 'by hand', 'by hand', 'missing'])
  expect(fates(['public.one', 'public.two'])).toEqual([
    'by hand',
    'by hand',
    'by hand',
    'half',
    'missing',
  ])
})

test('a text that differs has changed, and one that was not kept has not', () => {
  const [row] = recorded(change)
  expect(fates([], [{ ...row!, text: 'select 1' }])[2]).toBe('changed')
  expect(fates([], [{ ...row!, text: null }])[2]).toBe('applied')
})

test('the last migrations of this copy, of which nothing tells, only replace functions', async () => {
  const ours = await readMigrations(join(import.meta.dirname, '../..'))
  const end = ours.findLastIndex((each) => objectsOf(each).length > 0)
  for (const { name, sql } of ours.slice(end + 1)) {
    const statements = sql.replace(/\$\$[^]*?\$\$/g, '').replace(/^--.*$/gm, '')
    for (const statement of statements.split(';').map((each) => each.trim()))
      expect(statement, name).toMatch(/^(?:create or replace function|comment on|revoke|grant|$)/)
  }
})
