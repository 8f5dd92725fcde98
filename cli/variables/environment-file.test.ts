import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EnvironmentFileError, writeEnvironmentFile } from './environment-file.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-gateway-env-'))
  file = join(folder, '.env')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (values: Record<string, string>) => writeEnvironmentFile(file, values)
const read = () => readFile(file, 'utf8')
const modeOf = async (path: string) => (await stat(path)).mode & 0o777

test.each<[what: string, before: string, values: Record<string, string>, after: string]>([
  ['a value goes to the end of an empty file', '', { A: 'rk_test_1' }, 'A=rk_test_1\n'],
  [
    'comments, order and other values stay, and a value is replaced in place',
    '# first\nA=1\n\n# why B\nexport B="old"\nC=\'x # y\'\n# D=4\n',
    { B: 'new', D: 'https://a.example/?b=c&d' },
    "# first\nA=1\n\n# why B\nB=new\nC='x # y'\n# D=4\nD=https://a.example/?b=c&d\n",
  ],
  ['a variable that is there twice', 'A=1\nB=2\nA=3\n', { A: '4' }, 'A=4\nB=2\nA=4\n'],
  ['line ends of Windows', 'A=1\r\nB=2\r\n', { A: '3', C: '4' }, 'A=3\r\nB=2\r\nC=4\r\n'],
])('%s', async (_, before, values, after) => {
  await writeFile(file, before)
  expect(await write(values)).toEqual(Object.keys(values))
  expect(await read()).toBe(after)
})

test.each(['with space', 'a#b', "it's", 'say "x"', 'whsec_a,whsec_b', '', 'a\\nb', '$HOME'])(
  'the value %j reads back as it was',
  async (value) => {
    await write({ A: value || 'before' })
    await write({ A: value })
    expect(parseEnv(await read())).toEqual({ A: value })
  },
)

test('only its owner may read the file, even if others could before or a killed run left a draft', async () => {
  for (const name of [file, `${file}.draft`]) {
    await writeFile(name, 'A=ha')
    await chmod(name, 0o644)
  }
  await write({ A: '1' })
  expect(await readdir(folder)).toEqual(['.env'])
  expect(await modeOf(file)).toBe(0o600)
  await rm(file)
  await write({ A: '1' })
  expect(await modeOf(file)).toBe(0o600)
})

test('the same values write nothing', async () => {
  await write({ A: '1' })
  const before = await stat(file)
  expect(await write({ A: '1' })).toEqual([])
  expect((await stat(file)).ino).toBe(before.ino)
})

test('a line inside a longer value is never taken for a variable', async () => {
  const text = 'LONG="one\nA=inside\nthree"\n'
  await writeFile(file, text)
  await expect(write({ A: '1' })).rejects.toThrow(EnvironmentFileError)
  expect(await read()).toBe(text)
})

test('a link stays a link, and its target is written', async () => {
  await writeFile(join(folder, 'elsewhere.env'), 'A=1\n')
  await symlink(join(folder, 'elsewhere.env'), file)
  await write({ A: '2' })
  expect(await readFile(join(folder, 'elsewhere.env'), 'utf8')).toBe('A=2\n')
  expect(await read()).toBe('A=2\n')
})

describe('in a git repository', () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder }).toString()
  const ignore = (rules: string) => writeFile(join(folder, '.gitignore'), rules)
  beforeEach(() => void git('init', '--quiet'))

  test('that would track it nothing is written, and the remedy is given without a value', async () => {
    const attempt = write({ A: 'planted_secret' })
    await expect(attempt).rejects.toThrow(EnvironmentFileError)
    await expect(attempt).rejects.toThrow(/"\.env".*\.gitignore/s)
    await expect(attempt).rejects.not.toThrow(/planted_secret/)
    expect(await readdir(folder)).toEqual(['.git'])
    // A rule that does not cover the draft is not enough.
    await ignore('.env\n')
    await expect(write({ A: '2' })).rejects.toThrow(/\.env\.draft/)
  })

  test('that tracks it already it is refused, though a rule ignores it', async () => {
    await writeFile(file, 'A=1\n')
    git('add', '--force', '.env')
    await ignore('.env*\n')
    await expect(write({ A: '2' })).rejects.toThrow(/git rm --cached/)
    expect(await read()).toBe('A=1\n')
  })

  test('that ignores it, it is written and git sees nothing', async () => {
    await ignore('.env*\n')
    await write({ A: '2' })
    expect(git('status', '--porcelain')).toBe('?? .gitignore\n')
  })

  test('without git on the machine the rule in .gitignore beside it counts', async () => {
    const { PATH } = process.env
    process.env.PATH = folder
    try {
      await expect(write({ A: '1' })).rejects.toThrow(EnvironmentFileError)
      await ignore('.env*\n')
      await write({ A: '1' })
    } finally {
      process.env.PATH = PATH
    }
    expect(await read()).toBe('A=1\n')
  })
})
