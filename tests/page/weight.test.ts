import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

const configFile = join(import.meta.dirname, '../../vite.config.ts')
let outDir = ''
let html = ''

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'page-'))
  await build({ configFile, logLevel: 'error', build: { outDir } })
  html = await readFile(join(outDir, 'index.html'), 'utf8')
}, 30_000)

afterAll(() => rm(outDir, { recursive: true }))

test('the first view weighs at most 24 kB', async () => {
  const names = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
    (match) => match[1] ?? '',
  )
  expect(names).toContain('manage-billing.js')
  expect(names.some((name) => /^assets\/en-.+\.js$/.test(name))).toBe(true)
  const files = await Promise.all(
    ['index.html', ...names].map((name) => readFile(join(outDir, name))),
  )
  const weight = files.reduce((sum, file) => sum + gzipSync(file).length, 0)
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
