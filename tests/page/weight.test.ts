import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages } from '../../web/locale.ts'

const configFile = join(import.meta.dirname, '../../vite.config.ts')
let outDir = ''
let html = ''

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'page-'))
  await build({ configFile, logLevel: 'error', build: { outDir } })
  html = await readFile(join(outDir, 'index.html'), 'utf8')
}, 30_000)

afterAll(() => rm(outDir, { recursive: true }))

test.each(languages)('the first view weighs at most 24 kB in %s', async (language) => {
  const inHtml = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
    (match) => match[1] ?? '',
  )
  expect(inHtml).toContain('manage-billing.js')
  expect(inHtml.some((name) => /^assets\/en-.+\.js$/.test(name))).toBe(true)
  const ofLanguage = (await readdir(join(outDir, 'assets')))
    .filter((name) => name.startsWith(`${language}-`))
    .map((name) => `assets/${name}`)
  expect(ofLanguage).toHaveLength(1)
  // English comes along, named by the HTML; another language is fetched in its place and weighs beside it.
  const names = [...new Set(['index.html', ...inHtml, ...ofLanguage])]
  const files = await Promise.all(names.map((name) => readFile(join(outDir, name))))
  const weights = files.map((file) => gzipSync(file).length)
  const weight = weights.reduce((sum, each) => sum + each, 0)
  console.info(
    `${language}: ${weight} B of 24000 (${names.map((name, index) => `${name} ${weights[index]}`).join(', ')})`,
  )
  expect(weight).toBeLessThanOrEqual(24_000)
})

test('the page has no script and no style inside its HTML', () => {
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/i)
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/i)
  expect(html).not.toContain('{{')
})

test('the script that others embed has its own name, and languages are apart from it', async () => {
  const script = await readFile(join(outDir, 'manage-billing.js'), 'utf8')
  expect(script).toContain('manage-billing')
  expect(script).not.toContain('Manage your billing')
})

test('the headers are published with the page', async () => {
  expect(await readFile(join(outDir, '_headers'), 'utf8')).toContain('Content-Security-Policy')
})

test('no secret is published', async () => {
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  )
  expect(texts.join('\n')).not.toMatch(/\b(sk|rk)_(test|live)_|whsec_|sb_secret_|service_role/)
})
