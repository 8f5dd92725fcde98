import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, createLogger } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRedirectsFile } from '#local/redirects-file.ts'
import { languages, loadText } from '../../web/words/locale.ts'

const configFile = join(import.meta.dirname, '../../vite.config.ts')
let outDir = ''
const said: string[] = []

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'page-'))
  const customLogger = { ...createLogger('error'), info: (words: string) => void said.push(words) }
  await build({ configFile, customLogger, build: { outDir } })
}, 30_000)

afterAll(() => rm(outDir, { recursive: true }))

const scriptsOf = (names: string[]) =>
  names.flatMap((name) => /(?:^|\/)([\w-]+)-[\w-]{8}\.js$/.exec(name)?.[1] ?? [])

describe.each(languages)('in %s', (language) => {
  test('the first view weighs at most 24 kB, with one language and no other', async () => {
    const html = await readFile(join(outDir, `${language}.html`), 'utf8')
    const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
      (match) => match[1] ?? '',
    )
    expect(named).toContain('manage-billing.js')
    expect(scriptsOf(named)).toEqual([language])
    const names = [`${language}.html`, ...named]
    const files = await Promise.all(names.map((name) => readFile(join(outDir, name))))
    const weights = files.map((file) => gzipSync(file).length)
    const weight = weights.reduce((sum, each) => sum + each, 0)
    console.info(
      `${language}: ${weight} B of 24000 (${names.map((name, index) => `${name} ${weights[index]}`).join(', ')})`,
    )
    expect(weight).toBeLessThanOrEqual(24_000)
  })

  test('the HTML is in the language, with no script and no style inside', async () => {
    const html = await readFile(join(outDir, `${language}.html`), 'utf8')
    const { page, signIn } = await loadText(language, {})
    expect(html).toContain(`<html lang="${language}" dir="${page.direction}">`)
    expect(/<title>(.+)<\/title>/.exec(html)?.[1]).toContain(signIn.heading)
    expect(/<noscript>(.+)<\/noscript>/s.exec(html)?.[1]).toContain(page.scriptOff)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/i)
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/i)
    expect(html).not.toContain('{{')
  })
})

test('every language has its script, and every rule leads to a file that exists', async () => {
  const names = await readdir(join(outDir, 'assets'))
  expect(scriptsOf(names).toSorted()).toEqual(
    [...languages, 'found', 'show-records', 'turnstile'].toSorted(),
  )
  const rules = parseRedirectsFile(await readFile(join(outDir, '_redirects'), 'utf8'))
  expect(rules.length).toBeGreaterThan(languages.length)
  const published = await readdir(outDir)
  for (const { to } of rules) expect(published).toContain(to.slice(1))
  const [whatever, english] = await Promise.all(
    ['index.html', 'en.html'].map((name) => readFile(join(outDir, name), 'utf8')),
  )
  expect(whatever).toBe(english)
})

test('the script that others embed has its own name, and contains no language and no captcha', async () => {
  const script = await readFile(join(outDir, 'manage-billing.js'), 'utf8')
  expect(script).toContain('manage-billing')
  expect(script).not.toContain('Manage your billing')
  expect(script).not.toContain('challenges.cloudflare.com')
})

test('the build says what others may pin that script to', async () => {
  const script = await readFile(join(outDir, 'manage-billing.js'))
  const hash = createHash('sha384').update(script).digest('base64')
  expect(said.join('\n')).toContain(`manage-billing.js integrity="sha384-${hash}"`)
})
