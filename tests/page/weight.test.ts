import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, createLogger } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRedirectsFile } from '#local/redirects-file.ts'
import { billingPage, cartPage, fileOf, pages, plansPage } from '../../build/pages/page-name.ts'
import { loadCartText } from '../../web/words/cart/locale.ts'
import { languages, loadText } from '../../web/words/locale.ts'
import { loadPlansText } from '../../web/words/plans/locale.ts'

const root = join(import.meta.dirname, '../..')
const configFile = join(root, 'vite.config.ts')
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

const weigh = (file: string | Uint8Array) => gzipSync(file).length

const wordsOf = {
  [billingPage.script]: async (language: string) => {
    const { page, signIn } = await loadText(language, {})
    return { page, heading: signIn.heading }
  },
  [plansPage.script]: async (language: string) => {
    const { page, plans } = await loadPlansText(language, {})
    return { page, heading: plans.heading }
  },
  [cartPage.script]: async (language: string) => {
    const { page, cart } = await loadCartText(language, {})
    return { page, heading: cart.heading }
  },
}

describe.each(pages.flatMap((page) => languages.map((language) => ({ page, language }))))(
  '$page.script in $language',
  ({ page, language }) => {
    const html = () => readFile(join(outDir, fileOf(page, language)), 'utf8')

    test('the first view weighs at most 24 kB, with one language and no other', async () => {
      const text = await html()
      const named = [...text.matchAll(/(?:src|href)="\.?\/([^"]+\.(?:js|css))"/g)].map(
        (match) => match[1] ?? '',
      )
      // One script, and no file that the browser would find only in it.
      expect(named).toContain(`${page.script}.js`)
      const script = await readFile(join(outDir, `${page.script}.js`), 'utf8')
      expect(script).not.toMatch(/(?:from|import)["']\.{0,2}\//)
      expect(scriptsOf(named)).toEqual(
        page === billingPage ? [language] : [language, `${page.html}-${language}`],
      )
      const names = [fileOf(page, language), ...named]
      const files = await Promise.all(names.map((name) => readFile(join(outDir, name))))
      const weights = files.map(weigh)
      const weight = weights.reduce((sum, each) => sum + each, 0)
      console.info(
        `${language}: ${weight} B of 24000 (${names.map((name, index) => `${name} ${weights[index]}`).join(', ')})`,
      )
      expect(weight).toBeLessThanOrEqual(24_000)
    })

    test('the HTML is in the language, with no script and no style inside', async () => {
      const text = await html()
      const words = await wordsOf[page.script]!(language)
      expect(text).toContain(`<html lang="${language}" dir="${words.page.direction}">`)
      expect(/<title>(.+)<\/title>/.exec(text)?.[1]).toContain(words.heading)
      expect(/<noscript>(.+)<\/noscript>/s.exec(text)?.[1]).toContain(words.page.scriptOff)
      expect(text).not.toMatch(/<style|\sstyle=|\son\w+=/i)
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)/i)
      expect(text).not.toContain('{{')
    })
  },
)

test('every language has its script, and every rule leads to a file that exists', async () => {
  const names = await readdir(join(outDir, 'assets'))
  const own = languages.flatMap((language) => [
    `plans-${language}`,
    `cart-${language}`,
    `account-${language}`,
  ])
  expect(scriptsOf(names).toSorted()).toEqual(
    [
      ...languages,
      ...own,
      'bought-view',
      'found',
      'pay',
      'show-credits',
      'show-records',
      'show-tokens',
      'turnstile',
    ].toSorted(),
  )
  const rules = parseRedirectsFile(await readFile(join(outDir, '_redirects'), 'utf8'))
  expect(rules.length).toBeGreaterThan(2 * languages.length)
  const published = await readdir(outDir)
  for (const { to } of rules) expect(published).toContain(to.slice(1))
  for (const page of pages) {
    const [whatever, english] = await Promise.all(
      [`${page.html}.html`, fileOf(page, 'en')].map((name) => readFile(join(outDir, name), 'utf8')),
    )
    expect(whatever).toBe(english)
  }
})

test('the scripts that others embed have their own names, and contain no language and no captcha', async () => {
  const [billing, plans] = await Promise.all(
    pages.map(({ script }) => readFile(join(outDir, `${script}.js`), 'utf8')),
  )
  expect(billing).toContain('manage-billing')
  expect(plans).toContain('buy-plans')
  for (const script of [billing, plans]) {
    expect(script).not.toMatch(/Manage your billing|Plans and prices/)
    expect(script).not.toContain('challenges.cloudflare.com')
  }
})

test('what <buy-plans> has beside the shared modules is at most 8 kB', async () => {
  const isOwn = (file: string) => /\/web\/(?:buy-plans\.ts|plans\/)/.test(file)
  const made = await build({
    configFile: false,
    root: join(root, 'web'),
    logLevel: 'error',
    build: {
      write: false,
      rolldownOptions: {
        input: join(root, 'web/buy-plans.ts'),
        preserveEntrySignatures: 'strict',
        external: (id, importer) =>
          importer !== undefined &&
          !isOwn(id.startsWith('.') ? resolve(dirname(importer), id) : id),
      },
    },
  })
  if (!('output' in made)) throw new Error('Vite made more than one bundle')
  const scripts = made.output.flatMap((file) => (file.type === 'chunk' ? [file.code] : []))
  const weight = weigh(scripts.join('\n'))
  console.info(`own part of buy-plans.js: ${weight} B of 8000`)
  // It is all there.
  expect(scripts.join('')).toContain('data-for-payer')
  expect(weight).toBeLessThanOrEqual(8_000)
})

test('the build says what others may pin those scripts to', async () => {
  for (const { script } of pages) {
    const code = await readFile(join(outDir, `${script}.js`))
    const hash = createHash('sha384').update(code).digest('base64')
    expect(said.join('\n')).toContain(`${script}.js integrity="sha384-${hash}"`)
  }
})
