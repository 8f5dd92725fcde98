import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { brand } from '../web/brand.ts'
import type { Brand } from '../web/brand.ts'
import { complaintsAboutPage } from './complaints.ts'
import { accentsFrom, complaintsAboutColors, contrastOf, surfaces } from './contrast.ts'
import { fillFrame, fillWords } from './frame.ts'
import { text as arabic } from '../web/words/ar.ts'
import { text as english } from '../web/words/en.ts'

test('the page that we ship builds without complaint', async () => {
  expect(await complaintsAboutPage(brand)).toEqual([])
})

test('colors are checked against the surfaces that the page has', async () => {
  const tokens = await readFile(new URL('../web/tokens.css', import.meta.url), 'utf8')
  const found = tokens.match(/(?<=--(?:surface|page): )#\w+/g)
  expect(new Set(found)).toEqual(new Set([...surfaces.light, ...surfaces.dark]))
  expect(contrastOf('#000000', '#ffffff')).toBe(21)
})

const withLight = (light: Brand['colours']['light']) => ({ ...brand.colours, light })

test.each([
  ['#bbbbbb', '#000000', 'accent'],
  ['#ffcc00', '#1a1a1a', 'accent'],
  ['#ffcc00', '#ffffff', 'accent'],
  ['#00aaff', '#ffffff', 'accent'],
  ['#1d4ed8', '#777777', 'onAccent'],
] as const)('%s under %s is too faint, and a better color is named', (accent, onAccent, which) => {
  const given = { accent, onAccent }
  const [complaint = '', ...others] = complaintsAboutColors(withLight(given))
  expect(others).toEqual([])
  expect(complaint).toContain('web/brand.ts, "colours.light"')
  const [better = ''] = new RegExp(`(?<=try ${which} ")#\\w+`).exec(complaint) ?? []
  for (const surface of which === 'accent' ? surfaces.light : [accent])
    expect(contrastOf(better, surface)).toBeGreaterThanOrEqual(4.5)
})

test.each(['#0B6E4F', '#4338ca', '#000000', '#c0005a'])(
  "%s as a brand's only color is readable in both schemes",
  (color) => {
    const accents = accentsFrom(color)!
    expect(accents.light.accent).toBe(color.toLowerCase())
    expect(complaintsAboutColors(accents)).toEqual([])
  },
)

test.each(['#ffffff', '#ffffcc', 'red', '#abc'])('%s is no accent', (color) => {
  expect(accentsFrom(color)).toBeNull()
})

test.each(['red', '#abc', 'rgb(0 0 0)', ''])('%j is not a color that can be checked', (accent) => {
  expect(complaintsAboutColors(withLight({ accent, onAccent: '#ffffff' }))).toEqual([
    `web/brand.ts, "colours.light": write "${accent}" as "#rrggbb"`,
  ])
})

test('a switch that is misspelled, or neither on nor off, is refused', async () => {
  const checkout = { taxIds: true, termOfService: true, automaticTax: 'yes' } as never
  expect(await complaintsAboutPage({ ...brand, checkout })).toEqual([
    expect.stringContaining('"termOfService" is not one of automaticTax, promotionCodes'),
    expect.stringContaining('write "automaticTax" as true or false'),
  ])
})

test("a language that the page doesn't speak is refused", async () => {
  const [complaint] = await complaintsAboutPage({ ...brand, language: 'it' })
  expect(complaint).toContain('"it" is not one of en, de')
})

test("the portal's domain is a host's name and nothing more", async () => {
  const { portalDomain: _, ...before } = brand
  for (const good of [before, { ...brand, portalDomain: 'billing.example.com' }])
    expect(await complaintsAboutPage(good)).toEqual([])
  for (const portalDomain of [
    'https://billing.example.com',
    'billing.example.com/',
    'B.example',
    '',
  ])
    expect(await complaintsAboutPage({ ...brand, portalDomain })).toEqual([
      expect.stringContaining('"portalDomain"'),
    ])
})

const wordsOf = ({ page, signIn }: typeof english) => ({ page, heading: signIn.heading })

test('a brand is text, never markup', () => {
  const evil: Brand = { ...brand, name: '<b>"x"', links: [{ label: '<i>', href: '"><script>' }] }
  const frame = '<title>{{title}}</title>{{header}}{{footer}}{{other}}'
  const html = fillWords(fillFrame(frame, evil, '1.0.0'), evil, wordsOf(english))
  expect(html).not.toMatch(/<b>|<i>|<script>/)
  expect(html).toContain('{{other}}')
})

test('the frame is in one language, and says whom to ask if there is no script', () => {
  const owned = { ...brand, support: { label: 'Help & more', href: 'mailto:help@example.com' } }
  const frame = '<html lang="{{language}}" dir="{{direction}}">{{scriptOff}}|{{contact}}'
  expect(fillWords(frame, owned, wordsOf(arabic))).toBe(
    `<html lang="ar" dir="rtl">${arabic.page.scriptOff}|` +
      'هل لديكم سؤال؟ <a href="mailto:help@example.com">Help &amp; more</a>',
  )
  expect(fillWords(frame, brand, wordsOf(english))).toContain(english.page.noSupport)
})
