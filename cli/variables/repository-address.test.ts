import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  deployButtonUrl,
  parseRepositoryAddress,
  readRepositoryAddress,
  rewriteRepositoryAddress,
} from './repository-address.ts'

const project = join(import.meta.dirname, '../..')
const fork = 'https://github.com/paper-and-pencil/billing'

let folder = ''
let root: URL
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fork-'))
  root = pathToFileURL(`${folder}/`)
  for (const name of ['package.json', 'README.md'])
    await cp(join(project, name), join(folder, name))
})
afterEach(() => rm(folder, { recursive: true }))

const read = (name: string) => readFile(join(folder, name), 'utf8')

/** Where the buttons of a README lead, from Netlify's picture. */
function buttonsIn(readme: string): string[] {
  return [...readme.matchAll(/deploy\/button\.svg\)\]\(([^)]+)\)/g)].map(([, href = '']) => href)
}

test("README's button deploys the repository that package.json names", async () => {
  const button = deployButtonUrl(await readRepositoryAddress())
  expect(buttonsIn(await readFile(join(project, 'README.md'), 'utf8'))).toEqual([button])
})

test("a fork's address takes the place of the one before, and nothing else is touched", async () => {
  const before = await readRepositoryAddress(root)
  const texts = [await read('package.json'), await read('README.md')]
  expect(await rewriteRepositoryAddress(`${fork}.git`, root)).toEqual({
    address: fork,
    changed: ['package.json', 'README.md'],
  })
  expect(await readRepositoryAddress(root)).toBe(fork)
  expect(buttonsIn(await read('README.md'))).toEqual([deployButtonUrl(fork)])
  const rewritten = [await read('package.json'), await read('README.md')]
  expect(rewritten.join()).not.toContain(before)
  expect(rewritten.map((text) => text.replaceAll(fork, before))).toEqual(texts)
  // Once more, and nothing changes.
  expect(await rewriteRepositoryAddress(fork, root)).toEqual({ address: fork, changed: [] })
})

test.each([
  ['git+https://github.com/a/b.git', 'https://github.com/a/b'],
  ['git@github.com:a/b.git', 'https://github.com/a/b'],
  [' https://github.com/a/b.c/ ', 'https://github.com/a/b.c'],
  ['https://gitlab.com/group/sub/name', 'https://gitlab.com/group/sub/name'],
])('%s is %s', (url, address) => {
  expect(parseRepositoryAddress(url)).toBe(address)
})

test.each([
  '',
  'a/b',
  'http://github.com/a/b',
  'https://github.com/a',
  'https://github.com/a/b/tree/main',
  'https://git.example.com/a/b',
  'https://github.com.example/a/b',
  'https://user:word@github.com/a/b',
  'https://github.com/a/b?ref=x',
  'https://github.com/a/b)](https://example.com',
])('%j is no address that the button takes, and changes nothing', async (url) => {
  const [manifest, readme] = [await read('package.json'), await read('README.md')]
  await expect(rewriteRepositoryAddress(url, root)).rejects.toThrow(TypeError)
  expect([await read('package.json'), await read('README.md')]).toEqual([manifest, readme])
})
