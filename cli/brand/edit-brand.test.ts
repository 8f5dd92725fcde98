import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { contrastOf } from '../../build/contrast.ts'
import { brand } from '../../web/brand.ts'
import { editBrand } from './edit-brand.ts'
import { supportOf } from './shop.ts'

const text = await readFile(new URL('../../web/brand.ts', import.meta.url), 'utf8')
const shipped = { text, brand }
const nothing = { name: null, support: null, color: null, icon: null }
const green = {
  light: "light: { accent: '#0b6e4f', onAccent: '#ffffff' }",
  dark: "dark: { accent: '#",
}

test('only the values change, and only those that are still ours', () => {
  const shop = {
    name: 'Paper',
    support: supportOf('help@paper.test'),
    color: '#0B6E4F',
    icon: { type: 'png', bytes: new Uint8Array() },
  } as const
  const edit = editBrand(shipped, shop)
  expect(edit.details).toHaveLength(5)
  expect(edit.text).toContain("  name: 'Paper',")
  expect(edit.text).toContain("  icon: './icon.png',")
  expect(edit.text).toContain(
    "  support: { label: 'help@paper.test', href: 'mailto:help@paper.test' },",
  )
  expect(edit.text).toContain(green.light)
  expect(edit.text).toContain(green.dark)
  const changed = edit.text.split('\n').filter((line, index) => line !== text.split('\n')[index])
  expect(changed).toHaveLength(5)
  const named = { ...brand, name: 'Mine', support: { label: 'Help', href: '/help' } }
  const theirs = editBrand({ text: text.replace("'Portal Gateway'", "'Mine'"), brand: named }, shop)
  expect(theirs.text).toContain("  name: 'Mine',")
  expect(theirs.text).toContain('  support: null,')
})

test.each([
  ["O'Neil", `"O'Neil"`],
  [`O'Neil "x"`, `'O\\'Neil "x"'`],
  ['a\\b`${c}', "'a\\\\b`${c}'"],
  ["';process.exit()//", `"';process.exit()//"`],
  ['$& $1', "'$& $1'"],
])('the name %s is text', (name, written) => {
  expect(editBrand(shipped, { ...nothing, name }).text).toContain(`  name: ${written},\n`)
})

test.each(['#ffcc00', '#635bff'])(
  'of %s, which is too faint, a darker shade is used, and is said',
  (color) => {
    const { details, text: written } = editBrand(shipped, { ...nothing, color })
    expect(details[0]).toMatch(
      new RegExp(`^light color: #.{6}, the shade of ${color} that can be read$`),
    )
    const accent = details[0]!.slice(13, 20)
    expect(written).toContain(`light: { accent: '${accent}'`)
    expect(contrastOf(accent, '#f6f6f3')).toBeGreaterThanOrEqual(4.5)
  },
)

test('a file in another form is left alone', () => {
  const other = { text: 'export const brand = make()', brand }
  expect(editBrand(other, { ...nothing, name: 'Paper' })).toEqual({ text: other.text, details: [] })
})

test.each([
  ['help@paper.test', 'mailto:help@paper.test'],
  [' https://paper.test/help ', 'https://paper.test/help'],
  ['http://paper.test', null],
  ['javascript:alert(1)', null],
  ['paper', null],
  [null, null],
])('%j as support leads to %j', (words, href) => {
  expect(supportOf(words)?.href ?? null).toBe(href)
})
