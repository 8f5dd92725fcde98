import { execFileSync, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const guide = await readFile(new URL('../../docs/upgrading.md', import.meta.url), 'utf8')

/** What is to be typed under a heading, a string a block. */
function blocksUnder(heading: string): string[] {
  const [, after = ''] = guide.split(`## ${heading}`)
  const [section = ''] = after.split('\n## ')
  return [...section.matchAll(/```sh\n([^]*?)```/g)].map(([, block = '']) => block)
}

let folder: string
let upstream: string
let copy: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-gateway-upgrading-'))
  upstream = join(folder, 'upstream')
  copy = join(folder, 'copy')
})
afterEach(() => rm(folder, { recursive: true }))

const person = { NAME: 'A', EMAIL: 'a@example.com' }
const env = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  ...Object.fromEntries(
    Object.entries(person).flatMap(([name, value]) => [
      [`GIT_AUTHOR_${name}`, value],
      [`GIT_COMMITTER_${name}`, value],
    ]),
  ),
}
const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/** Writes files and commits them; the first commit of a folder makes it a repository. */
async function commit(cwd: string, files: Record<string, string>, isFirst = false) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true })
    await writeFile(join(cwd, name), text)
  }
  if (isFirst) git(cwd, 'init', '--quiet', '--initial-branch', 'main')
  git(cwd, 'add', '--all')
  git(cwd, 'commit', '--quiet', '--message', 'x')
}

const type = (block: string) => spawnSync('bash', ['-c', block], { cwd: copy, env })

test('a copy without its history is asked only about what both sides changed', async () => {
  const repository = { repository: { url: upstream } }
  const first = {
    'package.json': JSON.stringify(repository),
    'CHANGELOG.md': 'one\n',
    'code.ts': 'one\n',
    'old.ts': 'gone soon\n',
    'web/brand.ts': "name: 'Portal Gateway'\n\n\n\n\n\nsupport: null\n",
    'supabase/templates/a.html': 'theirs, one\n',
  }
  await commit(upstream, { 'before.ts': '' }, true)
  git(upstream, 'rm', '--quiet', 'before.ts')
  await commit(upstream, first)
  await cp(upstream, copy, { recursive: true })
  await rm(join(copy, '.git'), { recursive: true })
  await commit(copy, {}, true)
  await commit(copy, {
    'web/brand.ts': first['web/brand.ts'].replace('Portal Gateway', 'Paper'),
    'supabase/templates/a.html': 'ours\n',
  })
  git(upstream, 'rm', '--quiet', 'old.ts')
  await commit(upstream, {
    'CHANGELOG.md': 'two\n',
    'code.ts': 'two\n',
    'web/brand.ts': `${first['web/brand.ts']}portalDomain: null\n`,
    'supabase/templates/a.html': 'theirs, two\n',
  })

  const [add = '', begin = ''] = blocksUnder('1.')
  const [news = ''] = blocksUnder('How you learn')
  const [merge = ''] = blocksUnder('2.')
  for (const block of [add, begin]) expect(type(block)).toMatchObject({ status: 0 })
  const told = type(news)
  expect(String(told.stdout)).toContain('+two')
  expect(type(merge).status).toBe(1)

  const asked = git(copy, 'diff', '--name-only', '--diff-filter=U').trim().split('\n')
  expect(asked).toEqual(['supabase/templates/a.html'])
  git(copy, 'checkout', '--theirs', 'supabase/templates/a.html')
  git(copy, 'add', '--all')
  git(copy, 'commit', '--quiet', '--message', 'x')
  expect(git(copy, 'ls-files').trim().split('\n')).not.toContain('old.ts')
  expect(await readFile(join(copy, 'code.ts'), 'utf8')).toBe('two\n')
  expect(await readFile(join(copy, 'web/brand.ts'), 'utf8')).toMatch(/'Paper'[^]*portalDomain/)
  // From now on it is any repository's way.
  await commit(upstream, { 'code.ts': 'three\n' })
  expect(type(merge).status).toBe(0)
})
