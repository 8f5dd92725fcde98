import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
/** What a build of the page reads; Vite looks at the types' settings as well. */
const sources =
  'web build server/needs.ts server/public-values.ts server/variable-text.ts vite.config.ts package.json tsconfig.json tsconfig.web.json'.split(
    ' ',
  )
let copy = ''

beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'owner-'))
  for (const name of sources) await cp(join(root, name), join(copy, name), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  await writeFile(join(copy, 'web/public/logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
})

afterEach(() => rm(copy, { recursive: true }))

/** The whole brand that docs/branding.md shows. */
async function documentedBrand(): Promise<string> {
  const page = await readFile(join(root, 'docs/branding.md'), 'utf8')
  return /```ts\n([^]+?)```/.exec(page)?.[1] ?? ''
}

type Built = { html: string; french: string; headers: string; redirects: string; all: string }

/** Builds the page as an owner would after putting this into `web/brand.ts`. */
async function buildWith(brand: string): Promise<Built> {
  const file = join(copy, 'web/brand.ts')
  const [types] = (await readFile(file, 'utf8')).split('export const brand')
  await writeFile(file, types + brand)
  const outDir = join(copy, 'built')
  await build({ configFile: join(copy, 'vite.config.ts'), logLevel: 'silent', build: { outDir } })
  const read = (name: string) => readFile(join(outDir, name), 'utf8')
  const assets = (await readdir(join(outDir, 'assets'))).map((name) => read(`assets/${name}`))
  const all = [await read('manage-billing.js'), ...(await Promise.all(assets))].join('\n')
  const [html, french, headers, redirects] = await Promise.all(
    ['index.html', 'fr.html', '_headers', '_redirects'].map(read),
  )
  return { html: html!, french: french!, headers: headers!, redirects: redirects!, all }
}

test('the documented brand is on the page before any script runs', async () => {
  const { html, headers, all } = await buildWith(await documentedBrand())
  expect(html).toContain('<html lang="de" dir="ltr">')
  expect(html).toContain('<title>Ihr Abo bei Paper &amp; Pencil · Paper &amp; Pencil</title>')
  expect(html).toContain('<a class="brand" href="https://paper.example.com">')
  expect(html).toMatch(/<img src="\.\/logo\.svg" alt="Paper &amp; Pencil" \/>/)
  expect(html).toMatch(/<footer>.*hilfe@paper.*AGB.*Datenschutz.*<\/footer>/s)
  expect(html).toMatch(/<noscript>.*braucht JavaScript.*mailto:hilfe@paper.*<\/noscript>/s)
  expect(html).toMatch(/modulepreload[^>]*\/de-/)
  expect(headers).toContain("img-src 'self' data:;")
  const contact = await readFile(join(copy, 'built/.well-known/security.txt'), 'utf8')
  expect(contact).toMatch(/^Contact: mailto:hilfe@paper\S+\nExpires: \d{4}-/)
  const programs = await readFile(join(copy, 'built/llms.txt'), 'utf8')
  expect(programs).toMatch(/^# Paper & Pencil\n/)
  for (const words of ['#7a3b12', '#f0b890', 'Heft wechseln', 'Ihr Abo bei Paper & Pencil'])
    expect(all).toContain(words)
}, 60_000)

test("the owner's own /llms.txt stays as it is", async () => {
  await writeFile(join(copy, 'web/public/llms.txt'), '# Ours\n')
  await buildWith(await documentedBrand())
  expect(await readFile(join(copy, 'built/llms.txt'), 'utf8')).toBe('# Ours\n')
}, 60_000)

test("the owner's language is for every browser, and an address may still name another", async () => {
  const { french, redirects } = await buildWith(await documentedBrand())
  expect(redirects).toContain('/ lang=de /de.html 200!\n')
  expect(redirects).toContain('/ lang=fr /fr.html 200!\n')
  expect(redirects).not.toContain('Language=')
  expect(french).toContain('<html lang="fr" dir="ltr">')
  expect(french).toMatch(/modulepreload[^>]*\/fr-/)
  expect(french).toMatch(/<footer>.*hilfe@paper.*AGB/s)
}, 60_000)

test.each([
  [
    "accent: '#7a3b12'",
    "accent: '#ffcc00'",
    /"colours.light": links of accent "#ffcc00" .*1\.51:1/,
  ],
  ["language: 'de'", "language: 'xx'", /"language": "xx" is not one of en, de/],
  ["plan: 'Heft wechseln'", "plan: '{heft} wechseln'", /"actions.plan": the blank "{heft}"/],
  ["plan: 'Heft wechseln'", "pläne: 'Heft'", /"actions.pläne": English has no such sentence/],
])(
  'a build with %s made %s fails and says why',
  async (right, wrong, complaint) => {
    const brand = (await documentedBrand()).replace(right, wrong)
    await expect(buildWith(brand)).rejects.toThrow(complaint)
  },
  60_000,
)

test('a build without a sentence of a language fails and names it', async () => {
  const file = join(copy, 'web/words/ja.ts')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/\n {4}manage: .*/, ''))
  const complaint = /Language "ja", "actions.manage": the sentence is missing/
  await expect(buildWith(await documentedBrand())).rejects.toThrow(complaint)
}, 60_000)
